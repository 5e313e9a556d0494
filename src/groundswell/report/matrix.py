"""Factors by outcomes as one picture: a circle for each clear effect, the larger the more it matters."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from groundswell.report.axes import TEXT, finished
from groundswell.report.drawing import vega_svg
from groundswell.report.layers import values
from groundswell.report.palette import LIGHT

if TYPE_CHECKING:
    from groundswell.analysis.screening import Screening

ROW, COLUMN = 20, 44  # pixels of a factor, and of an outcome
LARGEST = 300  # square pixels of the largest circle
TOP = 1.5  # standard deviations from which circles grow no more
LETTER = 7.5  # pixels of a letter beside a row, in the widest of the fonts that pages are read in
MOST_ROWS = 40  # factors that are drawn, the weightiest first
WAYS = {"raises": "more", "lowers": "less", "either way": "outline"}  # how a mean effect is colored


def matrix_chart(found: "Screening", rows: int = MOST_ROWS) -> Any:
    """Draws which factors move which outcomes: area is the mean size of a step in standard deviations of the outcome.

    Only effects that matter are drawn, and only factors that have one. Factors that matter most in all stand on top.
    """
    names = [name for name in found.foremost(len(found.factors)) if found.moved(name)][:rows]
    outcomes = [one.name for one in found.outcomes if found.varies(one.name)]
    marks = [
        {"factor": name, "outcome": outcome, "share": effect.share, "way": way(effect)}
        for name in names for outcome in outcomes if (effect := found.of(name, outcome)).matters
    ]  # fmt: skip
    x = _axis("outcome:N", outcomes, orient="top", labelAngle=-40, labelLimit=200, labelOverlap=False)
    y = _axis("factor:N", names, labelLimit=260, labelFontSize=TEXT, minExtent=LETTER * max(map(len, names), default=0))
    colors = alt.Scale(domain=list(WAYS), range=[LIGHT[name] for name in WAYS.values()])
    areas = alt.Scale(domain=[0, TOP], range=[0, LARGEST], clamp=True)
    chart = alt.Chart(values(marks)).mark_circle(opacity=0.85).encode(
        x=x(alt.X), y=y(alt.Y), color=alt.Color("way:N", scale=colors, legend=alt.Legend(title="a step")),
        size=alt.Size("share:Q", scale=areas, legend=alt.Legend(title="mean size", values=[0.1, 0.5, 1, TOP])),
    )  # fmt: skip
    sized = chart.properties(width=COLUMN * max(1, len(outcomes)), height=ROW * max(1, len(names)))
    return finished(sized, f"{found.case}: what moves what", ["mean size of a step, in standard deviations of the outcome"])


def _axis(field: str, names: Sequence[str], **look: Any) -> Callable[[Any], Any]:
    """Names along an axis, in their order."""
    return lambda channel: channel(field, sort=list(names), axis=alt.Axis(title=None, **look), scale=alt.Scale(domain=list(names)))


def way(effect: Any) -> str:
    """Which way a step moves an outcome: up, down, or now one and now the other."""
    if effect.mean_low > 0:
        return "raises"
    return "lowers" if effect.mean_high < 0 else "either way"


def matrix_svg(found: "Screening", rows: int = MOST_ROWS) -> str:
    """The picture as a file of its own."""
    return vega_svg(matrix_chart(found, rows))
