"""Sources, runs and rules as pages: how much there is, how complete, what changed, plotted; findings by their rule."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from archive.latest import latest
from archive.service.errors import NotHere
from archive.service.parameters import Source
from archive.service.plots import Bars, bars, by_year
from archive.service.queries import whole
from archive.service.service import Service, of_one_moment, service_of
from archive.service.web import page
from archive.shapes import RunRow
from schemas.errors import NotFound
from schemas.rules import RULES

KINDS = ("harvest", "refresh", "replay")
"""Kinds of runs that walk or read a source; what people decided is told by its own kind."""
PLOTS = (
    ("Records that came with each run", ("records_new", "records_changed", "records_deleted"), ("new", "changed", "deleted")),
    ("Findings in what came with each run", ("findings_error", "findings_warning", "findings_info"), ("errors", "warnings", "remarks")),
)  # fmt: skip
"""Plots of runs: title, fields of the tally from below to above, and what they are called."""
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
MOST = 50
"""Runs that a plot and a page show."""


class RunTold(msgspec.Struct, frozen=True, kw_only=True):
    """A run as the public may see it: neither who typed what, nor where files lay."""

    ended: str | None
    kind: str
    number: int
    outcome: str | None
    program: str
    source: str | None
    started: str
    tally: dict[str, Any]


def router() -> APIRouter:
    """Return the routes of these pages."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/sources", sources)
    made.add_api_route("/sources/{source}", source)
    made.add_api_route("/runs", runs)
    made.add_api_route("/runs/{number}", run)
    made.add_api_route("/findings", findings)
    return made


@of_one_moment
def sources(request: Request) -> Response:
    """List the sources."""
    service = service_of(request)
    store = service.store
    rows = []
    for name in store.sources.names():
        last = next(iter(store.sources.runs(name, KINDS, 1)), None)
        rows.append((name, store.sources.figures(name), last and told(last), store.holds.open(name)))
    return page(request, "sources.html", rows=rows)


@of_one_moment
def source(request: Request, source: Source) -> Response:
    """Show one source: its figures, its runs with plots, its records by year, what changed in it lately."""
    service = service_of(request)
    store = service.store
    if source not in store.sources.names():
        raise NotHere("There is no source of this name.")
    walked = [told(one) for one in store.sources.runs(source, KINDS, MOST)]
    found = service.found("", {"source": (source,)}) if service.facets.ready else None
    years = service.counts(found, "year", 40) if found else []
    rules = {one.code: one.title for one in RULES}
    return page(
        request, "source.html", name=source, figures=store.sources.figures(source), runs=walked, hold=store.holds.open(source),
        plot=plot_of(walked), years=by_year([(one.value, one.count) for one in years]),
        findings=[(one, rules.get(one.value, "")) for one in (service.counts(found, "finding", 40) if found else [])],
        changes=changes_told(service, latest(store.db, 10, source=source)),
    )  # fmt: skip


@of_one_moment
def runs(request: Request) -> Response:
    """List the runs, the latest first."""
    store = service_of(request).store
    before = whole(request.query_params.get("before"), "before", 1_000_000_000, 1_000_000_000)
    rows = [told(one) for one in store.runs(MOST, before=before)]
    return page(
        request,
        "runs.html",
        rows=rows,
        plot=plot_of([one for one in rows if one.kind in KINDS]),
        full=len(rows) == MOST,
    )


@of_one_moment
def run(request: Request, number: Annotated[int, Path(ge=1, le=2**31)]) -> Response:
    """Show one run: its outcome, its tally, what it changed."""
    service = service_of(request)
    try:
        one = told(service.store.run(number))
    except NotFound as error:
        raise NotHere("There is no run of this number.") from error
    changes = changes_told(service, latest(service.store.db, 100, run=number))
    return page(request, "run.html", run=one, changes=changes)


@of_one_moment
def findings(request: Request) -> Response:
    """Show the rules with how many records each finds something in."""
    service = service_of(request)
    everything = service.found("", {})
    counts = {one.value: one.count for one in service.counts(everything, "finding", 500)}
    met = sorted((one for one in RULES if one.code in counts), key=lambda one: -counts[one.code])
    unmet = [one for one in RULES if one.code not in counts]
    return page(
        request, "findings.html", met=met, unmet=unmet, counts=counts, ready=service.facets.ready,
        total=len(everything.numbers),
    )  # fmt: skip


def told(row: RunRow) -> RunTold:
    """Return a run as the public may see it."""
    tally = {name: value for name, value in row.tally.items() if isinstance(value, int | float) and value}
    return RunTold(
        ended=row.ended, kind=row.kind, number=row.number, outcome=row.outcome, program=row.program, source=row.source,
        started=row.started, tally=tally,
    )  # fmt: skip


def plot_of(rows: list[RunTold]) -> list[tuple[str, tuple[str, ...], Bars]]:
    """Return the plots of runs over time with their titles and the names of their layers: records that came, and findings.

    There is none for fewer than two runs, nor where nothing came.
    """
    rows = rows[::-1]
    labels = [f"run {one.number}, {one.started[:10]}" for one in rows]
    days = [f"{int(one.started[8:10])} {MONTHS[int(one.started[5:7]) - 1]}" for one in rows]
    made: list[tuple[str, tuple[str, ...], Bars]] = []
    for title, fields, layers in PLOTS:
        values = [[one.tally.get(field, 0) for field in fields] for one in rows]
        if len(rows) > 1 and any(map(any, values)):
            made.append((title, layers, bars(labels, values, days)))
    return made


def changes_told(service: Service, changes: Any) -> list[tuple[Any, str | None]]:
    """Return changes with the titles of the records that are live."""
    changes = list(changes)
    titles = service.titles({one.id for one in changes})
    return [(one, titles.get(one.id)) for one in changes]
