"""One history, told by dates beside the record."""

import numpy as np

from groundswell.report.markup import Html, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.story import Teller, Week
from groundswell.report.words import percent


def told(material: Material) -> Html:
    """The history that lies nearest to the record, as a story by weeks."""
    chosen = material.nearest
    if chosen is None:
        return paragraphs("There is no record to choose a history by.")
    teller = Teller(material.runs, material.scenario, chosen.history, material.record)
    weeks = teller.weeks()
    intro = (
        f"History {chosen.history} of {material.runs.replicates:,} lies nearest to the record: distance {chosen.distance:.2f}, where the "
        f"median history has {float(np.median(chosen.distances)):.2f}. Distance: {chosen.measure}. "
        f"{len(chosen.features)} numbers are compared."
    )
    warning = (
        "It is shown because it is the nearest, not because it is typical: of many histories one is always nearest. "
        f"Told are the {len(weeks)} weeks in which most happened, in the history or on record. What is “given” is an input of the scenario."
    )
    lines = [_row(week) for week in weeks]
    return html([paragraphs(intro, warning), tag("ol", lines, class_="story")])


def _row(week: Week) -> Html:
    head = tag("h3", ["Week of ", tag("time", f"{week.first:%-d %b %Y}", datetime=week.first.isoformat())])
    levels = f"{percent(week.active)} of all people in action, {percent(week.approval)} approve"
    simulated = _side("simulated", f"In this history: {levels}", week.told)
    return tag("li", [head, tag("div", [simulated, _side("recorded", "On record", week.recorded)], class_="sides")])


def _side(kind: str, heading: str, sentences: tuple[str, ...]) -> Html:
    body = [tag("p", sentence) for sentence in sentences] or [tag("p", "nothing of note", class_="quiet")]
    return tag("div", [tag("h4", heading), *body], class_=kind)
