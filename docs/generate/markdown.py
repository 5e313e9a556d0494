"""Whole pages of Markdown, and links between them."""

import re

from groundswell.report.markdown import block, bullets, cell, code, number, section, table

__all__ = ["anchor", "block", "bullets", "cell", "code", "link", "number", "page", "section", "table"]

WRITTEN = "This page is written from the code by `make docs`. Change the code, not the page."


def page(title: str, gets: str, *sections: str) -> str:
    """A page: its title, what the reader gets, where it comes from, and its sections."""
    return "\n\n".join([f"# {title}", gets, WRITTEN, *(section for section in sections if section)]) + "\n"


def link(name: str, target: str) -> str:
    """A name set as code that leads to its section."""
    return f"[`{name}`]({target}#{anchor(name)})"


def anchor(heading: str) -> str:
    """How a heading is addressed within its page."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
