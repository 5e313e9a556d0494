"""What this cannot say, what it refuses, and where the record has gaps."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from groundswell.analysis.record import Observation
from groundswell.analysis.wording import listed
from groundswell.report.fits import parameters_of
from groundswell.report.markup import Html, html, listing, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.tables import table
from groundswell.report.words import ROUGH, plain

MOST_NAMED = 12  # parameters named one by one

MODEL = (
    "The equations are hypotheses. Where rivals exist, one form was chosen; that others fit as well is not excluded.",
    "Acts of policy are given with their dates. A second wave is therefore an answer to a given law, and not an outcome from nothing.",
    "The share of people in action was never observed anywhere. Only what is listed against the record has been held against one.",
    "Differences between mechanisms are upper bounds of their importance: the other parameters were not fitted again without them.",
    "Hysteresis, thresholds and the map of who sees whom are chosen and not identified by these data.",
)
OF_RECORDED_YEARS = (
    "It is no forecast. It says what the assumptions imply for years that are over, and whoever chose the assumptions knew how they ended.",
    "One history happened. Whether the record was likely cannot be settled by one draw.",
)
OF_OTHER_YEARS = ("It is no forecast. It says what the assumptions imply, and there is nothing on record that could show them wrong.",)
REFUSED = (
    "It models groups of a thousand people and more, public offices and organizations, and never an identifiable private person.",
    "It takes no accounts, phones, faces, payments or traces of movement, and the format has no field for them.",
    "It finds nobody and ranks nobody: no people, no organizers, no meeting places, no ways to them.",
    "It gives no advice to whoever wants quiet: nothing in it optimizes what a state does.",
)


def limits(material: Material) -> Html:
    """Limits, refusals, gaps."""
    years = OF_RECORDED_YEARS if material.record else OF_OTHER_YEARS
    return html([
        tag("h3", "Limits of the model and of this run"), listing([*years, *MODEL, *_of_this_run(material)]),
        tag("h3", "What it refuses"), listing(REFUSED),
        tag("h3", "Where the record has gaps"), _gaps(material),
    ])  # fmt: skip


def _of_this_run(material: Material) -> Iterator[str]:
    runs = material.runs
    if runs.replicates < ROUGH:
        yield f"With {runs.replicates} histories every number here is rough; {ROUGH} or more are wanted."
    if runs.stopped_at is not None:
        yield f"The run was stopped at {runs.stopped_at:,} histories; the finished ones are told."
    unsure = parameters_of(runs).get("not_identified")
    if unsure:
        few = len(unsure) <= MOST_NAMED
        names = listed([plain(name) for name in unsure]) if few else f"{len(unsure)} parameters, marked in the table of parameters"
        yield f"Fitted, and not identified by the record: {names}. What histories owe to these is owed to their priors."
    if runs.failures:
        yield f"{len(runs.failures)} parts of the run failed and are missing."


def _gaps(material: Material) -> Html:
    if not material.record:
        return paragraphs("The scenario names no table of observations: nothing here is held against a record.")
    found: dict[str, list[Observation]] = defaultdict(list)
    for row in material.record:
        found[row.quantity].append(row)
    runs = material.runs
    last = runs.date(runs.days - 1)
    rows = [
        [name.replace("_", " "), len(rows), rows[0].first, max(row.last for row in rows), *_longest_gap(rows, runs.start, last)]
        for name, rows in sorted(found.items())
    ]
    text = (
        "What is counted only when something happens (deaths, events, falls) has long spans without rows, which may be true zeros or "
        "unreported. For polls and counts of blockades a span without rows means that nobody knows."
    )
    return html(
        [
            paragraphs(text),
            table(
                ["quantity", "rows", "first", "last", "longest span without a row", "days"],
                rows,
                "What the record holds, and its longest gaps",
            ),
        ]
    )


def _longest_gap(rows: list[Observation], first: date, last: date) -> tuple[str, int]:
    """The longest span of the run without a row of a quantity."""
    begin, widest = first, (first, first)
    for row in [*rows, None]:
        end = last if row is None else max(row.first, first)
        if end - begin > widest[1] - widest[0]:
            widest = (begin, end)
        begin = begin if row is None else max(begin, row.last)
    return f"{widest[0]} to {widest[1]}", (widest[1] - widest[0]).days
