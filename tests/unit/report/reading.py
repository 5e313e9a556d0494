"""Reads a page the way a browser and a screen reader would: elements with their attributes and text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "link", "br", "hr", "img", "input", "base", "area", "col", "embed", "source", "track", "wbr"}


@dataclass
class Node:
    """An element: its attributes, what is in it, and what it is in."""

    tag: str
    attributes: dict[str, str]
    parent: "Node | None" = None
    children: "list[Node | str]" = field(default_factory=list)

    def __iter__(self) -> "Iterator[Node]":
        """All elements below, from top to bottom."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child

    @property
    def text(self) -> str:
        """What it says; hard spaces read as spaces."""
        return "".join(child.replace("\xa0", " ") if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str) -> "list[Node]":
        return [node for node in self if node.tag == tag]

    def first(self, tag: str) -> "Node":
        return next(node for node in self if node.tag == tag)

    def by_id(self, name: str) -> "Node":
        return next(node for node in self if node.attributes.get("id") == name)

    def rows(self) -> list[list[str]]:
        """The cells of a table, row by row, without its head."""
        return [[cell.text for cell in row if cell.tag in ("td", "th")] for row in self.first("tbody").all("tr")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


@dataclass
class Page:
    """A report that was read, with its text and size."""

    path: Path
    source: str
    root: Node


def read(path: Path) -> Page:
    reader = _Reader()
    source = path.read_text(encoding="utf-8")
    reader.feed(source)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is never closed"
    return Page(path, source, reader.root)
