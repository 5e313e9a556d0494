"""Text that fits: every line is wrapped or clipped to the width it has, in letters the terminal knows."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import TextWrapper

TIE = "\N{NO-BREAK SPACE}"  # joins what stays on one line
BOLD, FAINT, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
MARKS = re.compile(r"\x1b\[\d*m")
LETTERS = {
    "━": "=", "─": "-", "│": "|", "└": "+", "┘": "+", "░": ".", "▓": ":", "█": "#", "▌": "#", "·": ".", "◆": "*",
    "±": "+-", "–": "-", "−": "-", "→": "->", "…": "..", "•": "*", "×": "x", "≥": ">=", "≤": "<=", "ϱ": "rho",
    "Σ": "Sum ", "√": "sqrt", "∞": "infinity", "½": "1/2", "¼": "1/4", "←": "<-", "≈": "~", "∫": "integral of ", "∈": " in ", "′": "'",
    "²": "^2", "³": "^3", "⁻": "^-", "⌊": "floor(", "⌋": ")", "≠": "!=", "‹": "<", "∝": " ~ ", "’": "'",
}  # fmt: skip
GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)")
GUTTER = "  "
COLUMN = re.compile(r"\s*\S+ {2,}")  # a first word set apart, as in a list of dates
EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True)
class Paper:
    """What is written on: how wide, with which letters, with or without marks for headings."""

    width: int
    ascii: bool = False
    color: bool = False

    def bold(self, text: str) -> str:
        return f"{BOLD}{text}{RESET}" if self.color and text else text

    def faint(self, text: str) -> str:
        return f"{FAINT}{text}{RESET}" if self.color and text else text

    def wrapped(self, text: str, indent: str = "", first: str | None = None) -> list[str]:
        """A text in as many lines as it needs; all but the first are indented, a word too long is divided."""
        return self._wrapper(indent, first, True).wrap(self.spelled(text.replace(" %", f"{TIE}%"))) or [first or indent]

    def hung(self, start: str, text: str) -> list[str]:
        """A text that begins after `start`, with all further lines under its first letter."""
        return self.wrapped(text, " " * len(self.spelled(start)), start)

    def unbroken(self, text: str, indent: str = "", first: str | None = None) -> list[str]:
        """The same for what is to be copied: a word too long stays whole and runs over."""
        return self._wrapper(indent, first, False).wrap(text)

    def _wrapper(self, indent: str, first: str | None, divide: bool) -> TextWrapper:
        start = self.spelled(indent if first is None else first)
        return TextWrapper(self.width, initial_indent=start, subsequent_indent=indent, break_long_words=divide, break_on_hyphens=False)

    def spelled(self, text: str) -> str:
        """A text in the letters that this paper takes."""
        return in_plain_letters(text) if self.ascii else text

    def clipped(self, text: str, room: int) -> str:
        """A text that is too long ends in an ellipsis."""
        end = self.spelled("…")
        return text if len(text) <= room else text[: max(0, room - len(end))] + end

    def bar(self, share: float, cells: int) -> str:
        """A share as a bar, to an eighth of a letter."""
        eighths = round(share * cells * 8)
        if share > 0:
            eighths = max(1, eighths)
        full, rest = divmod(eighths, 8)
        drawn = "█" * full + (EIGHTHS[rest] if rest else "")
        return drawn + "·" * (cells - len(drawn))

    def finished(self, lines: Iterable[str]) -> str:
        """The lines as one text, each cut to the width if it is still too long."""
        return "\n".join(self._cut(line).rstrip() for line in lines)

    def _cut(self, line: str) -> str:
        line = self.spelled(line).replace(TIE, " ")
        return line if len(MARKS.sub("", line)) <= self.width else self.clipped(MARKS.sub("", line), self.width)


def in_plain_letters(text: str) -> str:
    """A text in the 95 letters that every terminal has.

    >>> in_plain_letters("Sánchez · 43 % ±4"), in_plain_letters("Σ_k α_k·x²")
    ('Sanchez . 43 % +-4', 'Sum _k alpha_k.x^2')
    """
    known = LETTERS | dict.fromkeys(EIGHTHS.strip(), "#") | {TIE: TIE}
    return "".join(known.get(letter) or _without_accent(letter) for letter in text)


def _without_accent(letter: str) -> str:
    greek = GREEK.match(unicodedata.name(unicodedata.normalize("NFKC", letter)[:1], ""))
    if greek:
        return greek[2].lower() if greek[1] == "SMALL" else greek[2].title()
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()


def tied(text: str) -> str:
    """A phrase that no line break divides."""
    return text.replace(" ", TIE)


def fitted(text: str, *, width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """A text whose lines are wrapped to a width; what is wrapped keeps the indent of its line, and a little more.

    >>> print(fitted("- a line too long", width=12))
    - a line too
        long
    """
    paper = Paper(width, ascii, color)
    return paper.finished(part for line in text.splitlines() for part in _wrapped_alone(paper, line))


def _wrapped_alone(paper: Paper, line: str) -> list[str]:
    if len(paper.spelled(line)) <= paper.width:
        return [line]
    start = COLUMN.match(line)
    first = start[0] if start else line[: len(line) - len(line.lstrip())]
    indent = " " * len(first) if start else first + 2 * GUTTER
    return paper.wrapped(line[len(first) :], indent, first)


def table(paper: Paper, rows: Sequence[Sequence[str]], right: Sequence[int] = (), indent: str = "  ") -> list[str]:
    """Rows of cells in columns, those numbered in `right` against their right edge; the last one wraps.

    Where the last column would get less than a quarter of the width, rows are wrapped as sentences.

    >>> table(Paper(30), [("a", "1", "the first of all letters"), ("bc", "10", "two")], right=[1])
    ['  a    1  the first of all', '           letters', '  bc  10  two']
    """
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]) - 1)] if rows else []
    start = len(indent) + sum(widths) + len(GUTTER) * len(widths)
    if paper.width - start < paper.width // 4:
        return [line for row in rows for line in paper.wrapped(" · ".join(filter(None, map(str.strip, row))), indent + GUTTER, indent)]
    lines = []
    for row in rows:
        cells = [cell.rjust(width) if k in right else cell.ljust(width) for k, (cell, width) in enumerate(zip(row, widths, strict=False))]
        lines += paper.wrapped(row[-1], " " * start, indent + "".join(cell + GUTTER for cell in cells))
    return lines
