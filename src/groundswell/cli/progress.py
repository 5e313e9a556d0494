"""How far the work has come: one line that is redrawn, or a line every tenth of the way when nobody watches."""

import sys
import time
from typing import Any, Self

from groundswell.cli import output

REDRAWN = "\r\x1b[K"
TENTHS = 10
SHORTEST_BAR, LONGEST_BAR = 6, 40


class Progress:
    """Called with histories done, histories in all and the answer so far; writes to standard error."""

    def __init__(self, label: str = "running", quiet: bool = False, ascii: bool = False) -> None:
        self.label, self.quiet = label, quiet
        self.ascii = ascii or not output.speaks_unicode(sys.stderr)
        self.live = sys.stderr.isatty()
        self.began: float | None = None
        self.first = 0
        self.told = 0
        self.drawn = False

    @classmethod
    def for_verb(cls, label: str, quiet: bool, ascii: bool) -> Self:
        """The progress of a verb that computes; says when kernels are to be compiled first."""
        import groundswell as gs

        progress = cls(label, quiet, ascii)
        progress.compiling_unless(gs.is_compiled())
        return progress

    def of(self, label: str) -> Self:
        """The progress of another piece of work."""
        self.label, self.began, self.first, self.told = label, None, 0, 0
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def compiling_unless(self, compiled: bool) -> None:
        """Says that the first start takes longer, when it does."""
        if not (compiled or self.quiet):
            output.remark("compiling once (about a quarter of a minute; later starts take a second) ...")

    def __call__(self, done: int, total: int, answer: dict[str, Any]) -> None:
        if self.quiet:
            return
        now = time.monotonic()
        if self.began is None:
            self.began, self.first = now, done
            if answer.get("reused"):
                output.remark(f"{answer['reused']:,} of {total:,} were there already")
        if self.live:
            output.mark(REDRAWN + self.line(done, total, answer, now))
            self.drawn = True
        elif done * TENTHS // total > self.told:
            self.told = done * TENTHS // total
            output.remark(self.line(done, total, answer, now))

    def clear(self) -> None:
        """Takes the redrawn line away."""
        if self.drawn:
            output.mark(REDRAWN)
            self.drawn = False

    def line(self, done: int, total: int, answer: dict[str, Any], now: float) -> str:
        """The state of the work in one line that fits."""
        parts = [f"{done:,}/{total:,}", *self.answer(answer), *self.left(done, total, now)]
        text = "  ·  ".join(parts)
        width = output.width(sys.stderr) - 1
        room = min(LONGEST_BAR, width - len(self.label) - len(text) - 5)
        bar = " " + "━" * (room * done // total) + "─" * (room - room * done // total) if self.live and room >= SHORTEST_BAR else ""
        line = f"  {self.label}{bar}  {text}"
        line = line[:width] if self.live else line
        return line.translate(PLAIN) if self.ascii else line

    def answer(self, answer: dict[str, Any]) -> list[str]:
        """The share of histories with a fall so far, how near a fit has come, or which of several works is under way."""
        import groundswell as gs

        if "ensemble" in answer:
            return [str(answer["ensemble"])]
        if answer.get("threshold") is not None:
            return [*([str(answer["variant"])] if "variant" in answer else []), f"distance under {answer['threshold']:.3g}"]
        if "fell" not in answer:
            return []
        return [f"falls so far {gs.share_in_words(answer['fell'], answer['fell_margin'])}"]

    def left(self, done: int, total: int, now: float) -> list[str]:
        """Seconds left, once there is a pace to judge by."""
        made = done - self.first
        if self.began is None or made <= 0 or done >= total:
            return []
        return [f"{(now - self.began) * (total - done) / made:.0f} s left"]


PLAIN = str.maketrans({"━": "#", "─": "-", "·": "|", "±": "~"})
