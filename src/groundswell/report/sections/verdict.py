"""How the case was judged: the verdict that ships with it, ours beside skeleton, priors and baselines."""

from groundswell.backtest.shipped import verdict_of
from groundswell.backtest.shown import MISSED, Table, short, tables
from groundswell.report.markup import Html, folded, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.tables import table

NOBODY = "Nobody has judged this case: no verdict lies beside its scenario."
SHIPPED = (
    "These numbers are those of the verdict that ships with the case, made from its fitted draws, and not those of this run. A share "
    "has the interval over draws; a quantity its median, and where 90 of 100 histories lie; the rank is the share of histories below "
    "the record. Lines marked (fitted) were looked at by the fit: agreement there is no evidence."
)
OPEN = ("criteria", "falls", "placebo")  # tables that are not folded away


def verdict(material: Material) -> Html:
    """The criteria of failure, then every measured line."""
    found = verdict_of(material.scenario)
    if found is None:
        return paragraphs(NOBODY)
    return html([paragraphs(tag("b", short(found)), SHIPPED), *map(_shown, tables(found))])


def _shown(one: Table) -> Html:
    body = table(one.head, [[_cell(cell) for cell in row] for row in one.rows], one.heading)
    return folded(one.heading, [paragraphs(one.words), body], open=one.name in OPEN)


def _cell(cell: str) -> object:
    """A cell; what is missed or has failed is framed."""
    if cell == "failed":
        return tag("b", cell, class_="verdict outside")
    before, found, _ = cell.partition(f", {MISSED}")
    return html([before, ", ", tag("b", MISSED, class_="verdict outside")]) if found else cell
