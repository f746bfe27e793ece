// A little comfort where scripts run; every page works without. Buttons that copy, citations in place, "/" for the search box.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    if (!from) return;
    await navigator.clipboard.writeText(from.innerText.trim());
    const said = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = said; }, 1500);
  });
}
// A citation in another style, taken from its own page into the box.
for (const link of document.querySelectorAll("a[data-style]")) {
  link.addEventListener("click", async (event) => {
    const place = document.getElementById("cited");
    if (!place || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
    const found = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("cited");
    if (!found) { location.href = link.href; return; }
    place.replaceChildren(...found.childNodes);
    for (const other of document.querySelectorAll("a[data-style]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  });
}
// On a narrow window the facets stand below the hits, closed but for those that are chosen from.
if (matchMedia("(max-width: 56rem)").matches) {
  for (const facet of document.querySelectorAll(".facets details")) facet.open = facet.querySelector("li.on") !== null;
}
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("q");
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && field && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});
