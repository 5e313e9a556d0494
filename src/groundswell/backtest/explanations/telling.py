"""Answers as they are told on pages: numbers with their units, tests in words, a row for each question."""

from collections.abc import Callable, Mapping
from typing import Any

from groundswell.backtest.explanations.outcomes import KINDS

SHARE = "share"  # how units of shares begin
VERDICTS = ("agree", "partly", "disagree", "not answerable")
OVERVIEW = ("question", "verdict", "tests passed", "the record names, and the model bears out", "in part", "not", "cannot say")
SAID = {"raises": "should raise", "lowers": "should lower", "nothing": "should do nothing"}


def shown(value: float) -> str:
    """A number with about three digits.

    >>> [shown(value) for value in (1234.5, 56.0, 8.94, 0.0004)]
    ['1,234', '56', '8.94', '0.000']
    """
    if value == 0:
        return "0"
    digits = next((digits for least, digits in ((100, 0), (10, 1), (1, 2)) if abs(value) >= least), 3)
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits in (1, 2) else text


def signed(value: float) -> str:
    """A number with its sign."""
    return f"{_sign(value)}{shown(abs(value))}"


def points(value: float) -> str:
    """Percentage points, to a tenth, with their sign."""
    tenths = round(value, 1) + 0.0  # no minus before a zero
    return f"{_sign(tenths)}{abs(tenths):.1f}"


def _sign(value: float) -> str:
    return "−" if value < 0 else "+" if value > 0 else ""


def amount(value: float, unit: str, form: Callable[[float], str] = shown) -> str:
    """A number of a unit, without it: shares in 100."""
    return form(100 * value if unit.startswith(SHARE) else value)


def unit_of(unit: str) -> str:
    """A unit as pages tell it.

    >>> unit_of("share in action"), unit_of("persons")
    ('in 100 in action', 'persons')
    """
    return f"in 100{unit.removeprefix(SHARE)}" if unit.startswith(SHARE) else unit


def score(one: Mapping[str, Any]) -> str:
    """Tests passed, of those that could be made."""
    return f"{one['tests_passed']} of {one['tests_made']}"


def by_verdict(one: Mapping[str, Any]) -> list[str]:
    """The causes of an account, by the verdict on each."""
    return [", ".join(cause["id"].replace("-", " ") for cause in one["causes"] if cause["verdict"] == name) or "–" for name in VERDICTS]


def drawn(told: Mapping[str, Any]) -> str:
    """How many histories, and where their parameters come from."""
    made = told["provenance"]
    return f"{made['replicates']:,} histories of seed {made['seed']}, {made['draws']['words']}."


def in_short(told: Mapping[str, Any]) -> str:
    """How many questions agree, and how many tests were passed."""
    counts = [(sum(one["verdict"] == name for one in told["answers"]), name) for name in VERDICTS]
    made, passed = (sum(one[name] for one in told["answers"]) for name in ("tests_made", "tests_passed"))
    verdicts = ", ".join(f"{count} {name}" for count, name in counts if count)
    return f"Of {len(told['answers'])} questions: {verdicts}. {passed} of {made} tests were passed. {drawn(told)}"


def came(one: Mapping[str, Any]) -> str:
    """How often the model does what is asked about."""
    outcome, kind = one["question"]["outcome"], KINDS[one["question"]["outcome"]["kind"]]
    ends = [(words, outcome[name]) for name, words in (("at_least", "at least "), ("at_most", "at most ")) if outcome[name] is not None]
    if kind.yes_or_no:
        bounds, record = ["yes" if value else "no" for _, value in ends], "yes" if one["recorded"] else "no"
    else:
        bounds = [f"{words}{amount(value, kind.unit)} {unit_of(kind.unit)}" for words, value in ends]
        record = "not observed" if one["recorded"] is None else amount(one["recorded"], kind.unit)
    given = one["question"]["given_fall"]
    which = f" in which a government falls from {given[0]} to {given[1]}" if given else ""
    share = f"{100 * one['as_on_record']:.0f} of 100 of the {one['histories']:,} histories{which}"
    return f"As on record ({outcome['words']}: {' and '.join(bounds)}; record: {record}) in {share}."


def of_trace(cause: Mapping[str, Any], name_of: Callable[[str], str] = str) -> str:
    """What a cause did to the decision, beside what the account says."""
    test = cause["tests"]["trace"]
    if test is None:
        return "–"
    place = f", place {test['rank']}" if test["rank"] else ""
    return f"{name_of(cause['line'])} {SAID[test['expected']]}: {points(test['points'])}{place}; {passed(test)}"


def of_effect(cause: Mapping[str, Any]) -> str:
    """What the outcome is without a cause, beside what the account says."""
    test = cause["tests"]["effect"]
    if test is None:
        return "–"
    elsewhere = f"{cause['at']['words']}: " if cause["at"] else ""
    said, unit = "should fall" if test["expected"] == "raises" else "should rise", test["unit"]
    low, high, apart = (amount(test[name], unit, signed) for name in ("low", "high", "difference"))
    numbers = f"{amount(test['baseline'], unit)} → {amount(test['changed'], unit)} {unit_of(unit)}, {apart} [{low}, {high}]"
    still = f"as on record in {100 * test['as_on_record']:.0f} → {100 * test['as_on_record_without']:.0f} of 100"
    return f"{elsewhere}{said}: {numbers}, {test['pairs']:,} pairs, {still}; {passed(test)}"


def largest(one: Mapping[str, Any]) -> str:
    """What makes most of a difference in the model, whatever the record says; empty where nothing does."""
    rows = [
        f"{row['words']}: {amount(row['baseline'], row['unit'])} → {amount(row['changed'], row['unit'])}"
        f"{'' if row['settled_among_all'] else ' (sign not settled)'}"
        for row in one["largest"]
    ]
    return f"Of all that any question takes out ({unit_of(one['largest'][0]['unit'])}): {'; '.join(rows)}." if rows else ""


def passed(test: Mapping[str, Any]) -> str:
    """Whether a test was passed."""
    return "passed" if test["passed"] else "not passed"
