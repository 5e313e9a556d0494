"""A verdict as tables of words: ours, skeleton, priors and baselines side by side, and where an aim is missed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from groundswell.backtest.shipped import rows_of

MISSED, FITTED = "missed", "(fitted)"
NONE = "–"
OURS_FIRST = ("fitted", "skeleton", "prior")
SHORT = {"fitted": "fitted", "skeleton": "skeleton", "prior": "priors", "full": "fitted, reduced budget"}
HUNDRED, DECIMALS = 100, 3
GROUPS = {
    "falls": (
        "Falls",
        "Shares of histories, with the interval over draws. The fit looked at these windows: agreement is no evidence.",
    ),
    "placebo": (
        "Placebo",
        "The gas act of September 2003 half a year earlier, half a year later, and absent; history by history under the same "
        "luck. If falls came in October without it, the date would not be its doing.",
    ),
    "deaths": (
        "Deaths",
        "Killed by forces, and by nobody else. The median, where 90 of 100 histories lie, and the rank of the record among them. In "
        "brackets what the chronology counts with members of the forces and with disputes that no forces were in, and its rank.",
    ),
    "chapare": ("Deaths without effect", "Years of deaths in a remote place, and whether they bring the government down."),
    "lags": ("Lags", "Over the histories in which both ends happen."),
    "later": (
        "2004 and 2005, with their acts as inputs",
        "Where the successor of October 2003 governs when 2004 begins. No clean hold-out: one bound of the model was chosen by "
        "somebody who had seen 2004.",
    ),
    "emergent": ("2004 and 2005 without their acts", "The same histories. Only what still happens may be called emergent."),
    "waves": (
        "A wave that nothing resolves",
        "A world in which no government can fall; then whether another wave comes, there and in the world as it was.",
    ),
    "ranking": ("Two countries told apart", "The chance of a fall under each draw by itself, in two cases that nothing was fitted to."),
    "unfitted": (
        "Statistics that were not fitted",
        "2000 to 2003, chosen before any fitted draw was seen. The record is inside if at least 5 of 100 histories lie on each side.",
    ),
    "cloud": ("Misspecification", "Whether the record lies in the cloud of simulated summaries, all targets of the fit together."),
}


class Table(NamedTuple):
    """One table: its name, a heading, what it shows, the names of its columns, and its cells."""

    name: str
    heading: str
    words: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def short(verdict: Mapping[str, Any]) -> str:
    """How many criteria of failure are met and how many aims are missed, in a sentence or two."""
    failed = [one for one in verdict["criteria"] if one["failed"]]
    unknown = [one for one in verdict["criteria"] if one["failed"] is None]
    aimed = [row["forms"].get(verdict["judged"], {}).get("missed") for row in verdict["lines"] if row["aim"]]
    known = [missed for missed in aimed if missed is not None]
    open_ones = f", {len(unknown)} not known" if unknown else ""
    return (
        f"Of {len(verdict['criteria'])} criteria by which the protocol calls the model failed, {len(failed)} are met{open_ones}. "
        f"Of {len(known)} aims that could be measured, {sum(known)} are missed."
    )


def tables(verdict: Mapping[str, Any]) -> Iterator[Table]:
    """Every table of a verdict, in the order in which a reader wants them."""
    yield criteria(verdict)
    forms = forms_of(verdict)
    for group, (heading, words) in GROUPS.items():
        rows = list(rows_of(verdict, group))
        if rows:
            yield Table(group, heading, words, head_of(rows, forms), tuple(cells(row, forms, _has(rows)) for row in rows))
    yield from of_baselines(verdict)
    yield from of_card(verdict["card"])


def criteria(verdict: Mapping[str, Any]) -> Table:
    """What would count as failure, and whether it does."""
    marks = {True: "failed", False: "holds", None: "not known"}
    rows = [(str(one["number"]), one["words"], marks[one["failed"]], one["because"]) for one in verdict["criteria"]]
    return Table("criteria", "What would count as failure", "As the protocol says.", ("", "failure if", "", "measured"), tuple(rows))


def forms_of(verdict: Mapping[str, Any]) -> list[str]:
    """The forms that have lines: the judged one, then skeleton and priors."""
    there = {form for row in verdict["lines"] for form in row["forms"]}
    return [form for form in dict.fromkeys((verdict["judged"], *OURS_FIRST)) if form in there]


def _has(rows: Sequence[Mapping[str, Any]]) -> tuple[bool, bool]:
    """Whether any row has a record, and an aim."""
    return any(row["record"] is not None for row in rows), any(row["aim"] for row in rows)


def head_of(rows: Sequence[Mapping[str, Any]], forms: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns."""
    record, aim = _has(rows)
    return ("", *(["on record"] if record else []), *(SHORT.get(form, form) for form in forms), *(["aim"] if aim else []))


def cells(row: Mapping[str, Any], forms: Sequence[str], has: tuple[bool, bool]) -> tuple[str, ...]:
    """One line as words."""
    words = f"{row['words']} [{row['unit']}]{f' {FITTED}' if row['fitted'] else ''}" + (f"; {row['note']}" if row["note"] else "")
    record = [recorded(row)] if has[0] else []
    aim = [row["aim"]["words"] if row["aim"] else ""] if has[1] else []
    return (words, *record, *(told(row["forms"].get(form), row) for form in forms), *aim)


def recorded(row: Mapping[str, Any]) -> str:
    """What is on record, and another count of it."""
    value = row["record"]
    shown = NONE if value is None else value if isinstance(value, str) else figure(value)
    return f"{shown} ({figure(row['also'])})" if row["also"] is not None else shown


def told(found: Mapping[str, Any] | None, row: Mapping[str, Any]) -> str:
    """What one form gives: the number, its interval, the rank of the record, how many histories, and whether an aim is missed."""
    if found is None:
        return NONE
    if found["value"] is None:
        return "nothing to measure"
    ends = "" if found["low"] is None else f" [{of_kind(found, 'low')} to {of_kind(found, 'high')}]"
    rank = "" if found["rank"] is None else f", rank {found['rank']:.2f}"
    also = "" if found.get("also_rank") is None else f" ({found['also_rank']:.2f})"
    missed = f", {MISSED}" if found["missed"] else ""
    return f"{of_kind(found, 'value')}{ends}{rank}{also}, n {found['histories']:,}{missed}"


def of_kind(found: Mapping[str, Any], part: str) -> str:
    """A part of a number in the words of its kind."""
    value = found[part]
    if isinstance(value, str):
        return value
    return f"{value:.{DECIMALS}f}" if found["kind"] in ("share", "difference") else figure(value)


def figure(value: float) -> str:
    """A number without digits that say nothing.

    >>> figure(44.0), figure(0.57142), figure(1234.5)
    ('44', '0.571', '1,234')
    """
    return f"{value:,.0f}" if value == int(value) or abs(value) >= HUNDRED else f"{value:.{DECIMALS}g}"


def of_baselines(verdict: Mapping[str, Any]) -> Iterator[Table]:
    """What forecasters without a model say to the same lines."""
    rows = [row for row in verdict["lines"] if row["baselines"]]
    names = list(dict.fromkeys(name for row in rows for name in row["baselines"]))
    if not rows:
        return
    words = (
        "Each from what was on record on the day before the window; those of 2003 and before stand beside a model that was fitted to the "
        "window itself."
    )
    body = [(row["words"], *(_baseline(row["baselines"].get(name)) for name in names)) for row in rows]
    yield Table("baselines", "What baselines say to the same lines", words, ("", *names), tuple(body))


def _baseline(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return NONE
    ends = "" if found["low"] is None else f" [{of_kind(found, 'low')} to {of_kind(found, 'high')}]"
    return f"{of_kind(found, 'value')}{ends}"


def of_card(card: Mapping[str, Any]) -> Iterator[Table]:
    """The card: losses of every forecaster on every question, and contests."""
    questions = card["questions"]
    losses = {(row["forecaster"], row["question"]): row for row in card["said"]}
    for kind in dict.fromkeys(row["kind"] for row in questions):
        asked = [row for row in questions if row["kind"] == kind]
        names = [name for name in dict.fromkeys(row["forecaster"] for row in card["said"]) if _speaks(name, asked, losses)]
        head = ("", *(f"{row['words']} ({row['case']}; on record: {row['record']})" for row in asked))
        body = [(name, *(_loss(losses.get((name, row["name"]))) for row in asked)) for name in names]
        words = f"{asked[0]['score']}; less is better. Of histories those count in which the government on record is in office."
        yield Table(f"card-{kind}", CARD[kind], words, head, tuple(body))
    yield Table("contests", "By how much ours is better", CONTESTS, CONTEST_HEAD, tuple(map(_contest, card["contests"])))


CARD = {"first_fall": "Scores: falls kept back", "killed": "Scores: deaths kept back", "approval": "Scores: polls kept back"}
CONTESTS = (
    "Mean loss of the other less ours: above zero ours is better. Ours is the judged form; against refits also the full model fitted at "
    "their budget, which is the comparison by which a mechanism earns its place. Intervals (95 in 100) when draws are drawn again, when "
    "cases are, and when both are. The model is given the acts of these years; no baseline is."
)
CONTEST_HEAD = ("questions", "ours", "against", "difference", "over draws", "over cases", "over both", "cases", "above zero")


def _speaks(name: str, asked: Sequence[Mapping[str, Any]], losses: Mapping[tuple[str, str], Mapping[str, Any]]) -> bool:
    return any(losses.get((name, row["name"]), {}).get("loss") is not None for row in asked)


def _loss(row: Mapping[str, Any] | None) -> str:
    if row is None or row["loss"] is None:
        return NONE if row is None else row["why"]
    return f"{row['loss']:.2f}" + ("" if row["histories"] is None else f" (n {row['histories']:,})")


def _contest(row: Mapping[str, Any]) -> tuple[str, ...]:
    ends = (_ends(row[key]) for key in ("by_draw", "by_case", "by_both"))
    surely = "yes" if row["excludes_zero"] else "no"
    ours = SHORT.get(row["ours_is"], row["ours_is"])
    return (row["group"].replace("_", " "), ours, row["other"], f"{row['difference']:+.3f}", *ends, str(row["cases"]), surely)


def _ends(pair: Sequence[float] | None) -> str:
    return "one case" if pair is None else f"{pair[0]:+.3f} to {pair[1]:+.3f}"
