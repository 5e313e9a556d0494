"""Mechanisms as people name them: by id or by name."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from groundswell.engine.anatomy import Mechanism, anatomy, mechanisms
from groundswell.errors import Problem, UsageError
from groundswell.scenario.words import meant

LISTS = "`groundswell show CASE --part mechanisms` lists"


def named(mechanism: str) -> Mechanism:
    """A mechanism by its id or its name.

    Raises UsageError for a word that is neither.

    >>> named("m05").name
    'repression_backfires'
    """
    rows = by_word()
    if str(mechanism).lower() not in rows:
        raise UsageError(unknown(mechanism))
    return rows[mechanism.lower()]


def names_of(words: str | Iterable[str]) -> tuple[str, ...]:
    """The switches of mechanisms, each told by id or name, or of a single one: each once, in the order told.

    Raises UsageError for all words that are no mechanism.

    >>> names_of(["M12", "repression_backfires", "M05"])
    ('supplies_run_down', 'repression_backfires')
    """
    told = (words,) if isinstance(words, str) else tuple(words)
    rows = by_word()
    problems = [unknown(word) for word in dict.fromkeys(told) if str(word).lower() not in rows]
    if problems:
        raise UsageError(*problems)
    return tuple(dict.fromkeys(rows[word.lower()].name for word in told))


@cache
def by_word() -> dict[str, Mechanism]:
    """Every mechanism twice, by its id and by its name, in small letters."""
    return {word: row for row in mechanisms() for word in (row.id.lower(), row.name)}


def unknown(word: object) -> Problem:
    """What to say of a word that is no mechanism: of a core step that it is one, and of several words in one to part them."""
    expected, parts = "an id such as M05, or a name such as repression_backfires", re.split(r"[,;\s]+", str(word).strip(",; "))
    if str(word).lower() in core_steps():
        got = f"`{word}`, a core step: part of the frame that mechanisms act in, which cannot be switched off"
        return Problem("mechanism", got, expected, f"`groundswell show CASE --odd` tells what it does; {LISTS} what can be switched off")
    if len(parts) > 1:
        each = f"`{' '.join(f'--off {part}' for part in parts)}`, `ablate CASE {' '.join(parts)}`, in Python {list(parts)}"
        return Problem("mechanism", f"`{word}`", expected, f"repeat the option, one mechanism each: {each}")
    return Problem("mechanism", f"`{word}`", expected, likeliest(str(word), by_word()) or f"{LISTS} them")


@cache
def core_steps() -> frozenset[str]:
    """The names of the lines of the day that have no switch."""
    return frozenset(row.name for row in anatomy() if not row.id)


def likeliest(mechanism: str, rows: Mapping[str, Mechanism]) -> str:
    """What was meant by a wrong word: of an id without its zero that id, of any other number which ids there are, else a name.

    >>> likeliest("M99", by_word())
    'ids go from M01 to M52'
    """
    return by_number(mechanism, rows) or meant(mechanism.lower(), [row.name for row in rows.values()])


def by_number(mechanism: str, rows: Mapping[str, Mechanism]) -> str:
    """What was meant by a wrong word that is a number, with or without its M; nothing of any other word.

    >>> by_number("M5", by_word()), by_number("barier", by_word())
    ('did you mean `M05`?', '')
    """
    number = re.fullmatch(r"m?0*(\d+)", mechanism.lower())
    if number is None:
        return ""
    near, ids = f"m{number[1]:0>2}", sorted(row.id for row in rows.values())
    return f"did you mean `{near.upper()}`?" if near in rows else f"ids go from {ids[0]} to {ids[-1]}"
