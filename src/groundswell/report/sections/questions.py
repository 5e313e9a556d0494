"""Why it came so: the questions asked of the case, with trace, ablation and record side by side, as they ship with it."""

from collections.abc import Mapping
from typing import Any

from groundswell.backtest.explanations.shipped import answers_of, changed_since
from groundswell.backtest.explanations.telling import OVERVIEW, by_verdict, came, in_short, largest, of_effect, of_trace, score
from groundswell.report.markup import Html, folded, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.tables import table

NOBODY = "Nobody has asked this case why it came so: no answers lie beside its scenario."
SHIPPED = (
    "For each question the causal trace, which divides what moved a group among the lines of the model, and the ablation, which takes a "
    "cause out and lives the same histories again, are held against the cause that the record names. Questions, accounts and the rule "
    "were written before the model was asked. These answers ship with the case and are not those of this run. Agreement is no proof: the "
    "record's account is somebody's reading too."
)
HEAD = ("the record names", "events", "trace, in points of readiness", "without it", "the outcome", "verdict")


def questions(material: Material) -> Html:
    """A row for each question, and each folded below with its account tested."""
    told = answers_of(material.scenario)
    if told is None:
        return paragraphs(NOBODY)
    since = list(changed_since(told, material.scenario))
    late = paragraphs(f"Out of date: {' and '.join(since)} changed since these answers were given.") if since else ""
    rows = [[one["question"]["words"], one["verdict"], score(one), *by_verdict(one)] for one in told["answers"]]
    overview = table(OVERVIEW, rows, "Questions and how far trace, ablation and record agree")
    return html([paragraphs(tag("b", in_short(told)), SHIPPED), late, overview, *map(_asked, told["answers"])])


def _asked(one: Mapping[str, Any]) -> Html:
    asked = one["question"]
    rows = [
        [cause["words"], ", ".join(cause["events"]), of_trace(cause), cause["change"] or "–", of_effect(cause), _verdict(cause)]
        for cause in one["causes"]
    ]
    body = [paragraphs(asked["says"], came(one)), table(HEAD, rows, asked["words"]), paragraphs(largest(one)) if one["largest"] else ""]
    return folded(f"{asked['words']} {one['verdict']}", html(body))


def _verdict(cause: Mapping[str, Any]) -> str:
    return f"{cause['verdict']}: {cause['why']}" if cause["why"] else str(cause["verdict"])
