"""The few forms of Markdown that the generated pages use."""

import re
from collections.abc import Iterable, Sequence

WRITTEN = "This page is written from the code by `make docs`. Change the code, not the page."


def page(title: str, gets: str, *sections: str) -> str:
    """A page: its title, what the reader gets, where it comes from, and its sections."""
    return "\n\n".join([f"# {title}", gets, WRITTEN, *(section for section in sections if section)]) + "\n"


def section(level: int, title: str, *parts: str) -> str:
    """A heading and what stands under it."""
    return "\n\n".join([f"{'#' * level} {title}", *(part for part in parts if part)])


def table(header: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> str:
    """A table; the columns named by number in `right` are set to the right."""
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


def link(name: str, target: str) -> str:
    """A name set as code that leads to its section."""
    return f"[`{name}`]({target}#{anchor(name)})"


def anchor(heading: str) -> str:
    """How a heading is addressed within its page."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def number(value: float) -> str:
    """A number without digits that say nothing: 4000, 0.05, 1e+06."""
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e9 else f"{value:.6g}"
