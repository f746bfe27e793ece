"""The look of a handout on screen and on paper: one column of text, quiet, nothing fetched."""

STYLE = """\
:root { --ink: #1c1c1c; --soft: #595959; --rule: #c9c9c9; --accent: #7a2e1d; }
* { box-sizing: border-box; }
html { font-size: 17px; -webkit-text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: #fff; line-height: 1.5;
  font-family: "Source Serif 4", "Source Serif Pro", Charter, "Bitstream Charter", "Noto Serif", Georgia, "DejaVu Serif", serif;
  font-variant-numeric: oldstyle-nums; hyphens: manual; }
main { max-width: 38rem; margin: 0 auto; padding: 3.5rem 1.5rem 4rem; }
header { margin-bottom: 2.6rem; padding-bottom: 1.1rem; border-bottom: 1px solid var(--ink); }
p { margin: 0; }
h1 { margin: .25rem 0 .45rem; font-size: 1.85rem; line-height: 1.2; font-weight: 600; text-wrap: balance; }
h2 { margin: 0; font-size: 1.12rem; line-height: 1.35; font-weight: 600; text-wrap: balance; }
.kind, .facts, .reading, footer { color: var(--soft); font-size: .84rem;
  font-family: "Source Sans 3", "Source Sans Pro", "Noto Sans", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
  font-variant-numeric: lining-nums; }
.kind { letter-spacing: .02em; }
section { margin-top: 2.2rem; }
section > .facts { margin-top: .1rem; }
ol { margin: .75rem 0 0; padding: 0; list-style: none; counter-reset: reading; }
li { position: relative; margin: 0 0 .85rem; padding-left: 2.1rem; counter-increment: reading; break-inside: avoid; }
li::before { content: counter(reading); position: absolute; left: 0; width: 1.35rem; text-align: right; color: var(--soft);
  font-size: .84rem; line-height: 1.78; font-variant-numeric: lining-nums tabular-nums;
  font-family: "Source Sans 3", "Source Sans Pro", "Noto Sans", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
.work { overflow-wrap: break-word; }
.work a { color: inherit; text-decoration: underline; text-decoration-color: var(--rule); text-underline-offset: .15em;
  overflow-wrap: anywhere; }
.work a:hover, .work a:focus { text-decoration-color: currentColor; }
.reading { margin-top: .12rem; }
.reading .pages { color: var(--ink); }
.reading .essential { color: var(--accent); font-weight: 600; }
.note { margin-top: .2rem; padding-left: .8rem; border-left: 2px solid var(--rule); font-size: .94rem; font-style: italic; }
footer { margin-top: 3rem; padding-top: .7rem; border-top: 1px solid var(--rule); }
@page { size: A4; margin: 22mm 24mm 20mm; }
@media print {
  html { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; }
  h2 { break-after: avoid; }
  section > .facts { break-after: avoid; }
  section { margin-top: 1.7rem; }
  .work a { text-decoration: none; }
  p { orphans: 2; widows: 2; }
}
"""
