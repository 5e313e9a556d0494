"""A picture on a page, and as a file of its own: the chart, its key, what it shows in words, and its numbers."""

import re
from functools import partial
from html import escape
from textwrap import wrap

from groundswell.models.picture import Curve, Picture
from groundswell.report.axes import TEXT, WIDE, finished
from groundswell.report.drawing import inline, vega_svg
from groundswell.report.figures import Figure, drawn, key
from groundswell.report.markup import Html, html, tag
from groundswell.report.models.letters import named
from groundswell.report.models.panel import DASHES, LETTER, LINE, OPEN, WHOLE, color_of, picture_panel, sign_of
from groundswell.report.models.plot import JOINED, Plot
from groundswell.report.models.scales import figure
from groundswell.report.palette import LIGHT
from groundswell.report.tables import as_csv, table

TOLD = 12  # points of a curve in the table that is read; the saved file has all
DIGITS = 6  # of a number in the saved file
HEAD, ROW, FOOT = 34, 20, 10  # pixels of the title, of a line of the key, and under it
SHAPES = {
    "●": "M8 6m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z", "▲": "M8 2l4.5 8h-9Z", "■": "M4 2h8v8h-8Z",
}  # fmt: skip
FILLED = dict(zip("○△□", "●▲■", strict=True))
SAMPLE = 26  # pixels of a sample of a line
NAME_AT = SAMPLE + 28  # pixels from the left to the name of a curve
FEW, MOST_ACROSS = 5, 4  # names that stand one below the other, and most beside each other where there are more


def picture_figure(picture: Picture, name: str) -> Html:
    """A picture as a figure of a page, wide and narrow, in the colors of its theme; `name` stands once in the page.

    >>> from groundswell.models.picture import Axis, Curve, Picture
    >>> rise = Picture("Growth", Axis("time", "days"), Axis("people"), (Curve("", [0, 1], [0, 1]),), "It grows.")
    >>> picture_figure(rise, "rise")[:25]
    '<figure id="rise"><h3>Gro'
    """
    rows = [row for curve in picture.curves for row in _rows(curve)]
    shown = Figure(name, picture.title, picture.summary, _table(picture), "", _key(picture), as_csv(rows))
    return drawn(shown, partial(picture_panel, picture))


def _rows(curve: Curve) -> list[dict[str, object]]:
    return [{"curve": curve.name, "x": f"{x:.{DIGITS}g}", "y": f"{y:.{DIGITS}g}"} for x, y in zip(curve.x, curve.y, strict=True)]


def _table(picture: Picture) -> Html:
    """About a dozen points of each curve."""
    rows = [
        [curve.name or picture.y.title, figure(curve.x[k]), figure(curve.y[k])]
        for curve in picture.curves
        for k in _chosen(len(curve.x))
    ]
    return table(["curve", named(picture.x), named(picture.y)], rows, picture.title)


def _chosen(count: int) -> list[int]:
    """So many places out of `count` as are told, evenly spaced, the first and the last among them."""
    most = min(count, TOLD)
    return [round(k * (count - 1) / max(1, most - 1)) for k in range(most)]


def _key(picture: Picture) -> Html | None:
    """What each curve is; none where there is one without a name."""
    letters = Plot(picture, 1, 1).letters
    items = [(html([_letter(letters.get(k, "")), sample(picture, k)]), curve.name) for k, curve in enumerate(picture.curves) if curve.name]
    return key(items) if items else None


def _letter(letter: str) -> Html:
    return html([tag("b", letter), " "]) if letter else Html("")


def sample(picture: Picture, k: int) -> Html:
    """A little of a curve, for a key: its color, and its dashes, its mark or its fill."""
    width = SAMPLE if picture.curves[k].mark in JOINED else 16
    return Html(f'<svg width="{width}" height="12" aria-hidden="true">{_stroke(picture, k)}</svg>')


def _stroke(picture: Picture, k: int) -> str:
    color, mark = f'"var(--{color_of(k)})"', picture.curves[k].mark
    if mark == "bars":
        return f'<rect width="14" height="12" fill={color} fill-opacity="0.75"/>'
    if mark == "points":
        sign = sign_of(picture, k)
        fill = '"var(--paper)"' if sign in OPEN else color
        return f'<path d="{SHAPES[FILLED.get(sign, sign)]}" fill={fill} stroke={color} stroke-width="1.5"/>'
    dashes = f' stroke-dasharray="{DASHES[0]} {DASHES[1]}"' if mark == "dashed" else ""
    path = "M0 10h13v-8h13" if mark == "step" else f"M0 6h{SAMPLE}"
    return f'<path d="{path}" fill="none" stroke={color} stroke-width="2"{dashes}/>'


def picture_svg(picture: Picture) -> str:
    """A picture with title and key as an SVG that stands alone, in the light theme, on paper: the same bytes each time.

    >>> from groundswell.models.picture import Axis, Curve, Picture
    >>> rise = Picture("Growth", Axis("time", "days"), Axis("people"), (Curve("", [0, 1], [0, 1]),), "It grows.")
    >>> picture_svg(rise).startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    True
    """
    drawing = inline(vega_svg(finished(picture_panel(picture, WIDE), "")), "picture", picture.title, picture.summary)
    opening, told, inner = re.split(r"(?<=>)(?=<title)|(?<=</desc>)", drawing.removesuffix("</svg>"))
    high = float(re.search(r'viewBox="0 0 \S+ ([\d.]+)"', opening)[1])  # type: ignore[index]  # `inline` always writes it
    rows, bottom = _legend(picture, HEAD + high)
    height = round(bottom + FOOT)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WHOLE}" height="{height}" viewBox="0 0 {WHOLE} {height}" '
        f'font-family="sans-serif" role="img" aria-labelledby="picture-title picture-desc">{told}',
        '<rect width="100%" height="100%" fill="var(--paper)"/>',
        f'<text x="4" y="20" font-size="14" font-weight="bold" fill="var(--ink)">{escape(picture.title)}</text>',
        f'<g transform="translate(0,{HEAD})">{inner}</g>', *rows, "</svg>",
    ]  # fmt: skip
    return _in_the_light("\n".join(lines)) + "\n"


def _legend(picture: Picture, top: float) -> tuple[list[str], float]:
    """The key below a picture that stands alone, and where it ends: in columns where there are many short names."""
    letters, rows = Plot(picture, 1, 1).letters, []
    named = [(k, wrap(curve.name, (WHOLE - NAME_AT) // LETTER)) for k, curve in enumerate(picture.curves) if curve.name]
    widest = max((len(line) for _, lines in named for line in lines), default=0)
    across = max(1, min(MOST_ACROSS, WHOLE // (NAME_AT + LETTER * (widest + 1)))) if len(named) > FEW else 1
    for rank in range(0, len(named), across):
        line = named[rank : rank + across]
        for column, (k, lines) in enumerate(line):
            rows.append(_legend_row(letters.get(k, ""), _stroke(picture, k), lines, column * WHOLE / across, top))
        top += ROW + LINE * (max(len(lines) for _, lines in line) - 1)
    return rows, top


def _legend_row(letter: str, stroke: str, lines: list[str], left: float, top: float) -> str:
    text = f'font-size="{TEXT}" fill="var(--ink)"'
    bold = f'<text x="4" y="11" font-weight="bold" {text}>{letter}</text>' if letter else ""
    names = "".join(f'<text x="{NAME_AT}" y="{11 + LINE * k}" {text}>{escape(line)}</text>' for k, line in enumerate(lines))
    return f'<g transform="translate({left:g},{top:g})">{bold}<g transform="translate(20,1)">{stroke}</g>{names}</g>'


def _in_the_light(svg: str) -> str:
    for name, code in LIGHT.items():
        svg = svg.replace(f'"var(--{name})"', f'"{code}"')
    return svg
