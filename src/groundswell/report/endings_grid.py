"""A hundred squares, one for each history in a hundred: what chances look like when they are counted.

A drawing of our own, since no chart type does it: each ending has a color and a glyph, the order is
fixed, and the squares sum to a hundred. Readers judge chances better from counted squares than from
percentages (Gigerenzer & Hoffrage 1995, doi:10.1037/0033-295X.102.4.684).
"""

from html import escape
from typing import TYPE_CHECKING

from groundswell.analysis.endings import Ending, Endings, endings
from groundswell.analysis.uncertainty import Share
from groundswell.analysis.wording import out_of_a_hundred
from groundswell.report.palette import LIGHT, LOOKS, Look
from groundswell.report.words import in_100, margin, rough

if TYPE_CHECKING:
    from groundswell.runs import Runs

SIDE, STEP, ACROSS = 22, 25, 10  # pixels of a square, from one square to the next, squares in a row
HEAD, LEFT, LINE = 52, 14, 25  # pixels above the grid, beside it, and of a line of the legend
LEGEND_AT = LEFT + ACROSS * STEP + 18
LEGEND_WIDTH = 450
GLYPHS = {
    "none": "",
    "bar": "M5 11h12",
    "ring": "M11 6.5a4.5 4.5 0 1 0 .01 0Z",
    "slash": "M6 16L16 6",
    "triangle": "M11 6l5 9.5h-10Z",
    "plus": "M11 5v12M5 11h12",
    "cross": "M6 6l10 10M16 6L6 16",
    "bars": "M8 5v12M14 5v12",
    "star": "M11 4l1.8 5.2 5.2 1.8-5.2 1.8-1.8 5.2-1.8-5.2-5.2-1.8 5.2-1.8Z",
    "bolt": "M13 4L7 12h8L9 18",
}


def endings_svg(runs: "Runs") -> str:
    """A drawing of how a hundred histories end, with its legend, as an SVG that stands alone.

    >>> import groundswell as gs
    >>> from groundswell.report.endings_grid import endings_svg
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> endings_svg(runs).count('class="history"')
    100
    """
    found = endings(runs)
    span = f"{runs.start.year}–{runs.date(runs.days - 1).year}"
    tag = rough(runs.replicates) or f"{runs.replicates:,} histories, seed {runs.seed}"
    title = f"How 100 histories end: {runs.scenario.title}"
    return standing_alone(found, title if span in title else f"{title}, {span}", f"{tag} · ± is sampling error · the model, not the world")


def standing_alone(found: Endings, title: str, subtitle: str) -> str:
    """The grid with title and legend, in the light theme, on paper."""
    rows = [row for slug in LOOKS for row in found.rows if row.slug == slug and row.share.count]
    height = HEAD + max(ACROSS * STEP, LINE * len(rows)) + 10
    width = LEGEND_AT + LEGEND_WIDTH
    parts = [
        f'<rect width="{width}" height="{height}" fill="{LIGHT["paper"]}"/>',
        _text(LEFT, 22, title, 15, "ink", "600"),
        _text(LEFT, 40, subtitle, 12, "muted"),
        f'<g transform="translate({LEFT} {HEAD})">{squares(found)}</g>',
        *(_legend_line(row, HEAD + LINE * k) for k, row in enumerate(rows)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="system-ui, sans-serif"><title>{escape(title)}</title><desc>{escape(in_words(found))}</desc>{"".join(parts)}</svg>'
    )


def grid(found: Endings) -> str:
    """The grid alone, for a page that has its own legend."""
    side = ACROSS * STEP - (STEP - SIDE)
    return f'<svg width="{side}" height="{side}">{squares(found)}</svg>'


def squares(found: Endings) -> str:
    """A hundred squares, row by row, in the fixed order of endings."""
    slugs = [slug for slug in LOOKS for _ in range(found.hundred().get(slug, 0))]
    return "".join(
        f'<g class="history" transform="translate({STEP * (k % ACROSS)} {STEP * (k // ACROSS)})">{square(LOOKS[slug])}</g>'
        for k, slug in enumerate(slugs)
    )


def square(look: Look) -> str:
    """One square with its glyph."""
    frame = f'<rect x="0.5" y="0.5" width="{SIDE - 1}" height="{SIDE - 1}" rx="2" fill="{LIGHT[look.color]}" stroke="{LIGHT["outline"]}"/>'
    color = LIGHT[look.glyph_color]
    fill = color if look.glyph in ("triangle", "star") else "none"
    glyph = f'<path d="{GLYPHS[look.glyph]}" fill="{fill}" stroke="{color}" stroke-width="2"/>' if GLYPHS[look.glyph] else ""
    return frame + glyph


def in_words(found: Endings) -> str:
    """What the grid shows, in a sentence."""
    rows = sorted((row for row in found.rows if row.share.count), key=lambda row: -row.share.count)
    told = "; ".join(f"{row.words}: {out_of_a_hundred(row.share.share)}" for row in rows)
    return f"Of 100 histories, {told}."


def shown(share: Share) -> str:
    """So many in 100, by the one rounding of every list and sentence; the squares alone are evened out to a hundred.

    >>> shown(Share(485, 2000)), shown(Share(1, 1000))
    ('24', '<1')
    """
    return in_100(share.share)


def _legend_line(row: Ending, top: float) -> str:
    return (
        f'<g transform="translate({LEGEND_AT} {top})">{square(LOOKS[row.slug])}</g>'
        + _text(LEGEND_AT + 58, top + 16, shown(row.share), 13, "ink", "600", "end")
        + _text(LEGEND_AT + 64, top + 16, margin(row.share.margin), 12, "muted")
        + _text(LEGEND_AT + 108, top + 16, row.words, 13, "ink")
    )


def _text(x: float, y: float, text: str, size: int, color: str, weight: str = "400", anchor: str = "start") -> str:
    style = f'font-size="{size}" font-weight="{weight}" fill="{LIGHT[color]}" text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}" {style}>{escape(text)}</text>'
