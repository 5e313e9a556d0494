"""The few forms of Markdown that written pages use."""

import re
from collections.abc import Iterable, Sequence


def section(level: int, title: str, *parts: str) -> str:
    """A heading and what stands under it."""
    return "\n\n".join([f"{'#' * level} {title}", *(part for part in parts if part)])


def table(header: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> str:
    """A table; the columns named by number in `right` are set to the right.

    >>> print(table(["place", "people"], [("el-alto", 650_000)], right=[1]))
    | place | people |
    | --- | ---: |
    | el-alto | 650000 |
    """
    rule = ["---:" if k in right else "---" for k in range(len(header))]
    lines = [header, rule, *([cell(value) for value in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: object) -> str:
    """A value in one line of a table."""
    return re.sub(r"\s+", " ", str(value)).strip().replace("|", "\\|")


def block(text: str) -> str:
    """Text as it stands, such as an equation; empty for no text."""
    return f"```text\n{text.rstrip()}\n```" if text.strip() else ""


def bullets(pairs: Iterable[tuple[str, str]]) -> str:
    """Named facts, one a line; those that say nothing are left out."""
    return "\n".join(f"- **{name}** {text}" for name, text in pairs if text)


def code(words: Iterable[str]) -> str:
    """Names, set as code, in a row."""
    return ", ".join(f"`{word}`" for word in words)


def number(value: float) -> str:
    """A number without digits that say nothing.

    >>> number(4000), number(0.05), number(1e10)
    ('4,000', '0.05', '1e+10')
    """
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e9 else f"{value:.6g}"
