"""HTML from parts: text is escaped unless it is known to be HTML already."""

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

HARD_SPACE = "\xa0"  # keeps a number and its sign on one line


class Html(str):
    """Text that is HTML already."""


def html(content: object) -> Html:
    """Anything as HTML; text is escaped, several things are put one after another.

    >>> html(["a < b", Html("<br>")])
    'a &lt; b<br>'
    """
    if isinstance(content, Html):
        return content
    if isinstance(content, (list, tuple, Iterator)):
        return Html("".join(html(part) for part in content))
    return Html(escape(str(content)).replace(" %", f"{HARD_SPACE}%"))


def tag(name: str, content: object = "", **attributes: object) -> Html:
    """One element; `_` in the names of attributes stands for `-`, and `class_` is class.

    >>> tag("p", "x & y", class_="note")
    '<p class="note">x &amp; y</p>'
    """
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value not in (None, False)
    )
    return Html(f"<{name}{told}>{html(content)}</{name}>")


def paragraphs(*texts: object) -> Html:
    """One paragraph each; empty ones are left out."""
    return html([tag("p", text) for text in texts if text])


def listing(items: Iterable[object]) -> Html:
    """A list with a bullet each."""
    return tag("ul", [tag("li", item) for item in items])


def folded(summary: str, content: object, **attributes: object) -> Html:
    """Something that is unfolded by a click or a key, and printed in full."""
    return tag("details", [tag("summary", summary), html(content)], **attributes)


def download(name: str, csv: str) -> Html:
    """A link that saves a table; the table is in the link itself, so nothing is fetched."""
    return tag("a", f"Save {name}.csv", href=f"data:text/csv;charset=utf-8,{quote(csv, safe=',;:. -')}", download=f"{name}.csv")
