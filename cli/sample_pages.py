"""The pages of the invented publisher: eight reports, each shown by another mixture of metadata; no server here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

import msgspec

HOUSE = "Lindwater Institute"
SERIES = "Lindwater Papers"


class Chapter(msgspec.Struct, frozen=True):
    """A chapter as printed: label, title, authors, pages."""

    title: str
    pages: str
    authors: tuple[str, ...] = ()
    label: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the house and the carriers that its page uses."""

    slug: str
    number: int
    title: str
    authors: tuple[str, ...]
    date: str
    printed_date: str
    count: int
    doi: str
    isbn: str = ""
    carriers: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    summary: str

    @property
    def path(self) -> str:
        """Where the site has it."""
        return f"/reports/{self.slug}.html"


REPORTS = (
    Report(
        slug="rivers-without-borders", number=41, title="Rivers without borders: sharing water in the upper basin",
        authors=("Ines Maria Quandt", "Jonas Feld"), date="2021/05/17", printed_date="17 May 2021", count=64,
        doi="10.5555/lindwater.41", isbn="978-3-16-148410-0", carriers=("highwire", "list"),
        summary="How five states of one basin came to share the figures before they shared the water.",
        chapters=(
            Chapter("Foreword", "v–vi", ("Helga Sommer",)), Chapter("Introduction", "1–6"),
            Chapter("Five states and one river", "7–22", ("Ines Maria Quandt",), "Chapter 1"),
            Chapter("The price of a gauge", "23–41", ("Jonas Feld",), "Chapter 2"), Chapter("Conclusion", "42–58"),
        ),
    ),
    Report(
        slug="small-harbours", number=42, title="Small harbours, large ships: what the coast pays",
        authors=("Tomasz Wierzba",), date="2021/09/02", printed_date="2 September 2021", count=48,
        doi="10.5555/lindwater.42", carriers=("json-ld",),
        summary="Dredging accounts of twelve harbours, read side by side.",
        chapters=(
            Chapter("Why harbours silt up", "5–14"), Chapter("Twelve accounts", "15–33"), Chapter("Who pays", "34–46"),
        ),
    ),
    Report(
        slug="night-trains", number=43, title="Night trains:: a second departure", authors=("Ana Belén Ortiz", "Lucas Moreau"),
        date="2022-03-01", printed_date="1 March 2022", count=52, doi="10.5555/lindwater.43", carriers=("dublin-core", "list"),
        summary="Thirty routes that ended, and the nine that came back.",
        chapters=(
            Chapter("The last timetable", "7–18"), Chapter("Nine returns", "19–36"), Chapter("Sleeping on rails", "40–50"),
        ),
    ),
    Report(
        slug="paper-mills", number=44, title="THE PAPER MILLS OF THE VALLEY", authors=("Lindwater Institute",),
        date="2022/11", printed_date="November 2022", count=80, doi="10.5555/lindwater.44", carriers=("highwire", "list"),
        summary="An inventory of forty mills, from the first wheel to the last order.",
        chapters=(
            Chapter("Forty mills", "1–30"), Chapter("Water rights", "31–55"), Chapter("The last order", "56–92"),
        ),
    ),
    Report(
        slug="grain-and-weather", number=45, title="Grain and weather: three hundred harvests",
        authors=("Marguerite Lenoir", "Pavel Horák", "Siri Dahl"), date="2023/02/14", printed_date="14 February 2023", count=112,
        doi="10.5555/lindwater.45", isbn="978-1-4028-9462-6", carriers=("highwire", "json-ld"),
        summary="Harvest books from three archives, put on one scale.",
        chapters=(
            Chapter("Part One: the books", "1–40"), Chapter("Part Two: the weather", "41–78"), Chapter("Part Three: the price", "79–108"),
        ),
    ),
    Report(
        slug="after-the-mine", number=46, title="After the mine: towns that stayed", authors=("Greta Vollmer",),
        date="2023/06/30", printed_date="30 June 2023", count=56, doi="10.5555/lindwater.46", carriers=("list",),
        summary="Seven towns, twenty years after the shaft was closed.",
        chapters=(
            Chapter("Seven towns", "3–20"), Chapter("Work", "21–38"), Chapter("Houses", "39–54"),
        ),
    ),
    Report(
        slug="letters-from-the-ferry", number=47, title="Letters from the ferry: a crossing in documents",
        authors=("Oisín Byrne", "Katarzyna Lis"), date="2024/01/22", printed_date="22 January 2024", count=72,
        doi="10.5555/lindwater.47", carriers=("dublin-core", "list"), summary="A ferry company's letter book, edited.",
        chapters=(
            Chapter("The letter book", "1–12", ("Oisín Byrne",)), Chapter("The crossing", "13–44", ("Katarzyna Lis",)),
            Chapter("Names and places", "45–70"),
        ),
    ),
    Report(
        slug="bread-and-bridges", number=48, title="Bread and bridges: municipal accounts as literature",
        authors=("Ruth Abendroth",), date="2024/04/11", printed_date="11 April 2024", count=60,
        doi="10.5555/lindwater.48", carriers=("highwire", "list"), summary="What a town spends is what it says.",
        chapters=(
            Chapter("Reading an account", "1–16"), Chapter("Bread", "17–35"), Chapter("Bridges", "36–57"),
        ),
    ),
)  # fmt: skip


def listing_page(reports: Sequence[Report], number: int, following: str | None) -> str:
    """Return one page of the publisher's list of reports."""
    items = "\n".join(
        f'<li class="report"><h3><a href="{r.path}">{escape(r.title)}</a></h3><p class="meta">{escape("; ".join(r.authors))}'
        f" · {r.printed_date} · {SERIES} {r.number}</p></li>"
        for r in reports
    )
    more = f'<a rel="next" href="{following}">Next page</a>' if following else ""
    draft = '<p><a href="/drafts/next-year.html">Drafts (not public)</a></p>' if following else ""
    return _page(f"{SERIES}, page {number}", "", f"<h1>{SERIES}</h1>\n<ul>\n{items}\n</ul>\n{more}{draft}")


def landing_page(report: Report, base: str) -> str:
    """Return the landing page of a report, with the carriers that it is to have."""
    head = f'<link rel="canonical" href="{base}{report.path}">\n' + "\n".join(
        _HEADS[c](report) for c in report.carriers if c in _HEADS
    )
    contents = _contents(report) if "list" in report.carriers else ""
    isbn = f"<dt>ISBN</dt><dd>{report.isbn}</dd>" if report.isbn else ""
    return _page(
        f"{report.title} | {HOUSE}", head,
        f'<h1>{escape(report.title)}</h1>\n<p class="authors">By {escape(", ".join(report.authors))}</p>\n'
        f"<dl><dt>Published</dt><dd>{report.printed_date}</dd><dt>Series</dt><dd>{SERIES} {report.number}</dd>"
        f'<dt>Pages</dt><dd>{report.count}</dd>{isbn}<dt>DOI</dt><dd><a href="https://doi.org/{report.doi}">{report.doi}</a></dd></dl>\n'
        f'<p class="abstract">{escape(report.summary)}</p>\n{contents}',
    )  # fmt: skip


def _contents(report: Report) -> str:
    rows = "\n".join(f"<li>{escape(_row(chapter))}</li>" for chapter in report.chapters)
    return f'<h2>Table of Contents</h2>\n<ul class="toc">\n{rows}\n</ul>'


def _row(chapter: Chapter) -> str:
    label = f"{chapter.label}: " if chapter.label else ""
    by = f" / {', '.join(chapter.authors)}" if chapter.authors else ""
    return f"{label}{chapter.title}{by} (pp. {chapter.pages})"


def _highwire(report: Report) -> str:
    pairs = [("citation_title", report.title), *(("citation_author", a) for a in report.authors)]
    pairs += [
        ("citation_publication_date", report.date),
        ("citation_doi", report.doi),
        ("citation_technical_report_institution", HOUSE),
    ]
    pairs += [("citation_technical_report_number", str(report.number)), ("citation_language", "en")]
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in pairs)


def _dublin_core(report: Report) -> str:
    pairs = [("DC.title", report.title), *(("DC.creator", a) for a in report.authors)]
    pairs += [
        ("DC.date", report.date),
        ("DC.identifier", f"https://doi.org/{report.doi}"),
        ("DC.publisher", HOUSE),
        ("DC.language", "en"),
    ]
    pairs += [("DCTERMS.isPartOf", f"{SERIES} {report.number}"), ("DC.type", "Report")]
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in pairs)


def _json_ld(report: Report) -> str:
    parts = [
        {"@type": "Chapter", "name": c.title, "pageStart": c.pages.split("–")[0], "pageEnd": c.pages.split("–")[-1]}
        for c in report.chapters
    ]
    work = {
        "@context": "https://schema.org", "@type": "Report", "name": report.title, "reportNumber": str(report.number),
        "author": [{"@type": "Person", "name": a} for a in report.authors], "datePublished": report.date.replace("/", "-"),
        "publisher": {"@type": "Organization", "name": HOUSE}, "isPartOf": {"@type": "CreativeWorkSeries", "name": SERIES},
        "identifier": f"https://doi.org/{report.doi}", "inLanguage": "en", "hasPart": parts,
    }  # fmt: skip
    return f'<script type="application/ld+json">{json.dumps(work, ensure_ascii=False)}</script>'


_HEADS = {"highwire": _highwire, "dublin-core": _dublin_core, "json-ld": _json_ld}


def _page(title: str, head: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n{head}\n</head>\n<body>\n'
        f'<header><a href="/reports/">{HOUSE}</a> <nav><a href="/about.html">About</a> <a href="/contact.html">Contact</a></nav></header>\n'
        f"<main>\n{body}\n</main>\n<footer>© {HOUSE}</footer>\n</body>\n</html>\n"
    )
