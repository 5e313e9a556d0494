"""The words of a message: what was meant, and how a value is shown."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

LONGEST = 60  # characters of a value that a message repeats


def meant(name: object, known: Iterable[str]) -> str:
    """The likeliest known name for a misspelled one, as a question; empty if none is near.

    >>> meant("populaton", ["name", "population"])
    'did you mean `population`?'
    """
    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else ""


def nearest(name: object, known: Iterable[str]) -> str | None:
    """The known name that is likest to a name, if one is like it at all."""
    near = get_close_matches(str(name), list(known), n=1)
    return near[0] if near else None


def so_many(number: int, thing: str) -> str:
    """A number of things, in the singular where it is one.

    >>> so_many(1, "cell"), so_many(3, "cell")
    ('1 cell', '3 cells')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def shown(value: Any) -> str:
    """A value as a message shows it: texts in quotes, long ones cut."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"a map of {len(value)}"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
