"""Plots as numbers that a template draws in inline SVG, without a script: stacked bars in a fixed box."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

WIDTH, HEIGHT, LEFT, BELOW = 720, 150, 44, 20
"""The box of a plot, and the room for its axes."""
ROOM = HEIGHT - BELOW - 8


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of a bar: where it stands, which layer it is of, and what it says to one who points at it."""

    height: float
    label: str
    layer: int
    width: float
    x: float
    y: float


class Bars(msgspec.Struct, frozen=True, kw_only=True):
    """A plot: its pieces, the marks of its axes, and the whole in words for those who do not see it."""

    bars: list[Bar]
    below: list[tuple[float, str]]
    beside: list[tuple[float, str]]
    words: str


def bars(labels: Sequence[str], values: Sequence[Sequence[int]], below: Sequence[str] | None = None) -> Bars:
    """Return stacked bars, one for each label, with the layers of its values from below to above."""
    most = max((sum(one) for one in values), default=0) or 1
    step = min((WIDTH - LEFT) / max(len(values), 1), 64)
    drawn = []
    for place, (label, layers) in enumerate(zip(labels, values, strict=True)):
        top = float(HEIGHT - BELOW)
        for layer, value in enumerate(layers):
            height = value / most * ROOM
            top -= height
            if value:
                drawn.append(
                    Bar(x=round(LEFT + place * step + step * 0.1, 1), y=round(top, 1), width=round(min(step * 0.8, 40), 1),
                        height=round(max(height, 0.6), 1), layer=layer, label=f"{label}: {value:,}")
                )  # fmt: skip
    marks = below if below is not None else [label.partition(",")[0].removeprefix("run ") for label in labels]
    every = max(1, -(-len(labels) // 12))
    return Bars(
        bars=drawn,
        below=[(round(LEFT + place * step + min(step * 0.8, 40) / 2 + step * 0.1, 1), marks[place]) for place in range(0, len(labels), every)],
        beside=[(float(HEIGHT - BELOW), "0"), (float(HEIGHT - BELOW - ROOM), f"{most:,}")],
        words="; ".join(f"{label}: {sum(layers):,}" for label, layers in zip(labels, values, strict=True)),
    )  # fmt: skip


def by_year(counts: Sequence[tuple[str, int]]) -> Bars | None:
    """Return bars of numbers by year, years without any between them too; None for fewer than two years."""
    said = {int(year): count for year, count in counts if year.isdigit()}
    if len(said) < 2 or max(said) - min(said) > 400:
        return None
    years = range(min(said), max(said) + 1)
    return bars([str(one) for one in years], [[said.get(one, 0)] for one in years], [str(one) for one in years])
