"""The page of ten questions, written from the answers that lie beside the scenario."""

from collections.abc import Mapping
from typing import Any

from docs.generate.markdown import anchor, link, section, table
from groundswell.backtest.explanations.shipped import answers_of, changed_since
from groundswell.backtest.explanations.telling import (
    OVERVIEW,
    by_verdict,
    came,
    drawn,
    in_short,
    largest,
    of_effect,
    of_trace,
    points,
    score,
)
from groundswell.engine.anatomy import anatomy

CASE = "bolivia-2003"
MOVED = 6  # lines of a trace that are shown
LEAST_POINTS = 0.05  # percentage points that one digit shows
MECHANISMS = "../reference/mechanisms.md"

GETS = """This page asks ten times why things came as they did in Bolivia from 2000 to 2005, and holds three answers against
each other: the causal *trace*, which says what moved people's decision in the histories nearest to the record; the *ablation*,
which says what is otherwise where a cause is missing; and the *record*, which says what those who wrote it down took for the
cause. It is written from `explanations.json` beside the scenario, and nothing here is written by hand."""

NOT_YET = "Nobody has asked the case yet: no `explanations.json` lies beside the scenario. `make explanations` asks."

HOW = """`make explanations` asks again and writes the answers; in Python, `gs.explanations("bolivia-2003")`. Questions and
accounts stand in [questions.toml](../../src/groundswell/scenario/library/bolivia-2003/questions.toml). Ids that begin with E are events
of the coded chronology, those that begin with A or B statements in a ledger; neither ships with this version."""

CODED = """The accounts were coded from the record, and the rule was written, before the model was asked any of the questions;
the history of the repository shows them in that order. That is blind to the answers of this model and not to everything: whoever
coded them had read the equations, the reports of a prototype and what ablations had done there, and there is one coder. Bounds
such as "at least one in twenty" are judged, since nobody counted. Neither questions nor rule were changed after the answers; one
cause that the first model had nothing for, a state of siege, is asked since the model has decrees."""

MEANS = """- **Agreement is no proof.** The record's account is itself somebody's reading, and a model built on the same literature may
  repeat it. A disagreement says more: either the model, or the account, is wrong about what mattered.
- **The years to 2003 were fitted**, to deaths, falls, polls and reports, though not to any of these causes; of 2004 and 2005
  nothing was, but a bound was chosen in a trial after 2004 had been seen.
- **A trace is bookkeeping.** It divides a change among the lines that moved it. A line that holds something in place, or acts on
  the government and not on people, does not show in it.
- **An ablation takes a cause out from the first day**, and refits nothing. What it changes before the days of the question counts
  as well. It is an upper bound of what the cause matters where another could replace it.
- **An effect need not undo the fact.** Passing asks for a difference of a tenth. Whether it would have come as on record
  without the cause is told beside it (as on record in so many of 100, with and without), and the rule does not look at it.
- **Where a fall is taken as given**, only histories that have it with and without the cause are compared."""


def ten_questions_page() -> str:
    """The whole page."""
    told = answers_of(CASE)
    return "\n\n".join(["# Ten questions", GETS, *([NOT_YET] if told is None else parts(told))]) + "\n"


def parts(told: Mapping[str, Any]) -> list[str]:
    """The sections of the page, from the answers."""
    judging = [section(2, "How it is judged", judged(told)), section(2, "What it means, and what not", CODED, MEANS)]
    made = section(2, "What the answers were made from", provenance(told), HOW, *out_of_date(told))
    return [overview(told), *judging, *(answer(one) for one in told["answers"]), made]


def overview(told: Mapping[str, Any]) -> str:
    """How many questions agree, and a row for each."""
    rows = [
        (f"[{one['question']['words']}](#{anchor(one['question']['words'])})", f"**{one['verdict']}**", score(one), *by_verdict(one))
        for one in told["answers"]
    ]  # fmt: skip
    return section(2, "In short", in_short(told), table(OVERVIEW, rows))


def judged(told: Mapping[str, Any]) -> str:
    """The rule, as it was stated beforehand."""
    return "\n".join(f"{k}. {words}" for k, words in enumerate([*told["rule"], f"Nearness to the record: {told['measure']}."], start=1))


def answer(one: Mapping[str, Any]) -> str:
    """One question with its three answers."""
    asked = one["question"]
    why = f": {one['why']}" if one["why"] else ""
    return section(
        2, asked["words"], f"**{one['verdict']}**, {score(one)} tests passed{why}.", f"**Record.** {asked['says']} {named(asked)}",
        f"**Does it happen?** {came(one)}", traced(one), tested(one),
        f"**What makes most of a difference in the model?** {largest(one)}" if one["largest"] else "",
    )  # fmt: skip


def named(row: Mapping[str, Any]) -> str:
    """Where the record says so."""
    claims = f"; ledger {', '.join(row['claims'])}" if row.get("claims") else ""
    return f"({', '.join(row['events'])}; {', '.join(f'`{name}`' for name in row['sources'])}{claims})"


def traced(one: Mapping[str, Any]) -> str:
    """The trace: which lines moved the decision."""
    trace = one["trace"]
    if trace is None:
        return "**Trace.** Too few histories went as on record."
    rows = [
        (name_of(row["line"]), points(row["points"]), f"{points(row['low'])} to {points(row['high'])}", terms(row["terms"]))
        for row in trace["moved"][:MOVED]
    ]  # fmt: skip
    rest = sum(row["points"] for row in trace["moved"][MOVED:])
    near = one["near"]
    words = (
        f"**Trace.** {trace['name']}, from {trace['reference']} to {trace['day']}: ready to act {trace['before']:.1f} → "
        f"{trace['after']:.1f} in 100 of those who could, mean of the {len(trace['histories'])} histories nearest to the record "
        f"(median distance {near['distance']:.2f}, of all that went so {near['distance_of_all']:.2f}). All other lines: {points(rest)}."
    )
    return "\n\n".join([words, table(["line of the model", "points", "nine in ten histories", "by term"], rows, [1])])


def tested(one: Mapping[str, Any]) -> str:
    """The account, cause by cause, with both tests."""
    head = ["the record names", "events", "trace", "without it", "the outcome", "verdict"]
    rows = [
        (cause["words"], ", ".join(cause["events"]), of_trace(cause, name_of), of_change(cause), of_effect(cause), told_of(cause))
        for cause in one["causes"]
    ]
    return "\n\n".join(["**The account, tested.**", table(head, rows)])


def of_change(cause: Mapping[str, Any]) -> str:
    """The world without a cause."""
    return f"`{cause['change']}`" if cause["change"] else "–"


def told_of(cause: Mapping[str, Any]) -> str:
    """The verdict on a cause, with the reason where something could not be tested."""
    return f"**{cause['verdict']}**" + (f": {cause['why']}" if cause["why"] else "")


def provenance(told: Mapping[str, Any]) -> str:
    """The hashes by which the answers are told from others."""
    made = told["provenance"]
    named = {
        "engine": "engine", "scenario and engine together": "compiled", "parameters of all histories": "parameters_sha256",
        "questions": "questions_sha256", "record": "record_sha256",
    }  # fmt: skip
    hashes = [(words, f"`{made[name][:16]}`") for words, name in named.items()]
    fit = made["draws"].get("sha256")
    return "\n\n".join(
        [drawn(told), table(["what", "sha256, first letters"], [*hashes, *([("fitted draws", f"`{fit[:16]}`")] if fit else [])])]
    )


def out_of_date(told: Mapping[str, Any]) -> list[str]:
    """What has changed since the answers were given; nothing where they are those of this version."""
    since = list(changed_since(told, CASE))
    return (
        [f"**Out of date:** {' and '.join(since)} changed since these answers were given. `make explanations` asks again."] if since else []
    )


def name_of(line: str) -> str:
    """A line of the model, with a link to its section where it has one."""
    return link(line, MECHANISMS) if line in {row.name for row in anatomy()} else f"`{line}`"


def terms(moved: Mapping[str, float]) -> str:
    """The terms of the decision that a line moved, the largest first."""
    large = [(name, value) for name, value in moved.items() if abs(value) >= LEAST_POINTS]
    return ", ".join(f"{name} {points(value)}" for name, value in large) or "–"
