"""A figure of the page: one picture for wide screens and paper, one for narrow, in words, and as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from groundswell.report.axes import NARROW, WIDE, Size, finished
from groundswell.report.drawing import inline, vega_svg
from groundswell.report.layers import BANDS, OPACITIES
from groundswell.report.markup import Html, download, folded, html, tag
from groundswell.report.spread import SHADE_STARTS


@dataclass(frozen=True)
class Figure:
    """What a figure shows: a name for links, a title, one sentence for those who cannot see it, its table and its data."""

    name: str
    title: str
    summary: str
    table: Html
    note: object = ""
    key: Html | None = None
    csv: str = ""


def drawn(figure: Figure, panel: Callable[[Size], Any], tag_of_roughness: str = "") -> Html:
    """A figure whose picture is an Altair chart; `panel` draws it at a size."""
    pictures = [
        tag("div", picture(figure, panel(size), kind), class_=f"picture {kind}") for size, kind in ((WIDE, "wide"), (NARROW, "narrow"))
    ]
    return framed(figure, html(pictures), tag_of_roughness)


def picture(figure: Figure, chart: Any, kind: str) -> Html:
    """The SVG of a chart, named for screen readers."""
    return Html(inline(vega_svg(finished(chart, "")), f"{figure.name}-{kind}", figure.title, figure.summary))


def framed(figure: Figure, pictures: Html, tag_of_roughness: str = "") -> Html:
    """A picture with its title above, and below it what it shows in words, its key and its table."""
    title = tag("h3", [figure.title, " ", badge(tag_of_roughness)])
    saved = tag("p", download(figure.name, figure.csv)) if figure.csv else ""
    caption = tag("figcaption", [tag("p", figure.summary), tag("p", figure.note) if figure.note else "", figure.key or ""])
    return tag("figure", [title, pictures, caption, folded("Table of this figure", [figure.table, saved])], id=figure.name)


def badge(text: str) -> Html:
    """A tag that stands beside a title, such as that of rough results."""
    return tag("span", text, class_="badge") if text else Html("")


def fan_key(record: str) -> Html:
    """What bands, line and diamonds of a fan mean."""
    (_, _, pale), (_, _, dark) = BANDS
    items = [
        (_swatch(pale), "90 of 100 histories"), (_swatch(pale + dark * (1 - pale)), "50 of 100 histories"),
        (_line(), "median: half lie above, half below"), *_record_item(record),
    ]  # fmt: skip
    return key(items)


def density_key(record: str) -> Html:
    """What the shades of a density mean."""
    ends = [f"{start:g}" for start in SHADE_STARTS[1:]]
    told = [f"under {ends[0]}", *(f"{low} to {high}" for low, high in pairwise(ends)), f"over {ends[-1]}"]
    items = [(_swatch(opacity), text) for opacity, text in zip(OPACITIES, told, strict=True)]
    return key([*items, (Html(""), "of 100 histories in a cell"), *_record_item(record)])


def key(items: list[tuple[Html, str]]) -> Html:
    """A row of signs with their meaning."""
    return tag("ul", [tag("li", [sign, " ", text]) for sign, text in items], class_="key")


def _record_item(record: str) -> list[tuple[Html, str]]:
    sign = '<svg width="12" height="12" aria-hidden="true"><path d="M6 0l6 6-6 6-6-6Z" fill="var(--ink)"/></svg>'
    return [(Html(sign), record)] if record else []


def _swatch(opacity: float) -> Html:
    shape = f'<rect width="16" height="12" fill="var(--simulated)" fill-opacity="{opacity:.2f}"/>'
    return Html(f'<svg width="16" height="12" aria-hidden="true">{shape}</svg>')


def _line() -> Html:
    return Html('<svg width="16" height="12" aria-hidden="true"><path d="M0 6h16" stroke="var(--simulated)" stroke-width="2"/></svg>')
