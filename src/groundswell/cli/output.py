"""What leaves the command: data to standard output, remarks to standard error."""

import json
import math
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TextIO

import groundswell as gs

NARROWEST, WIDEST, UNKNOWN = 40, 120, 100


class Unwritten(gs.RunError):  # type: ignore[misc]
    """Standard output took no more, as on a full disk."""


class Unheard(Exception):
    """Whoever read standard output has left."""


def prepare() -> None:
    """A terminal that lacks a letter shows a question mark, and a closed stream takes everything: neither ends the command."""
    sys.stdout = sys.stdout or nowhere()
    sys.stderr = sys.stderr or nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def nowhere() -> TextIO:
    """A stream that forgets what it is given."""
    return Path(os.devnull).open("w", encoding="utf-8")


def emit(data: Any, kept: Path | None = None) -> None:
    """Prints one JSON object; raises as `say`."""
    say(json.dumps(plain(data), ensure_ascii=not speaks_unicode(), allow_nan=False, indent=1), kept)


def say(text: str, kept: Path | None = None) -> None:
    """Prints data. Raises Unwritten where there is no room, saying where a run is kept, and Unheard when nobody reads."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise Unheard from None
    except OSError as error:
        saved = "" if kept is None else f"; the histories are kept in {kept}, and nothing is computed twice"
        raise unwritten("standard output", error, saved) from error


def unwritten(where: str, error: OSError, saved: str = "") -> Unwritten:
    """The four parts of an output that found no room."""
    got = (error.strerror or str(error)).lower()
    hint = f"make room, and type the same command again{saved}"
    return Unwritten(gs.Problem(str(error.filename or where), got, "room for what is printed", hint))


def forget() -> None:
    """Lets go of what standard output could not take, so that it is not tried again at the end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def remark(text: str) -> None:
    """Prints what is no data; remarks that nobody can hear are none."""
    mark(text + "\n")


def mark(text: str) -> None:
    """Writes to standard error as it is, if that takes anything."""
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()


def write(text: str, to: Path | None) -> None:
    """Prints a text, or writes it to a file and says so. Raises RunError where the file cannot be written."""
    if to is None:
        return say(text)
    try:
        to.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        got = error.strerror or str(error)
        raise gs.RunError.of(str(to), got.lower(), "a file that can be written", "name another with --out") from error
    return remark(f"written to {to}")


def refuse_target(option: str, to: Path) -> None:
    """Raises UsageError where a file cannot be written later: for a folder, and in a folder that takes no file."""
    if to.is_dir():
        raise gs.UsageError.of(option, f"{to}, a folder", "a file", f"{option} {to / 'report.html'}")
    if not to.parent.is_dir():
        raise gs.UsageError.of(option, str(to), "a file in a folder that exists", f"make {to.parent} first")
    try:
        with TemporaryFile(dir=to.parent):
            pass
    except OSError as error:
        got = f"{to.parent}: {(error.strerror or str(error)).lower()}"
        raise gs.UsageError.of(option, got, "a folder that takes a file", f"name a file elsewhere with {option}") from error


def width(stream: Any = None) -> int:
    """Columns to write for, within reason: COLUMNS if it is set, or those of the terminal behind a stream."""
    return max(NARROWEST, min(WIDEST, _told_columns() or _columns(stream or sys.stdout)))


def _told_columns() -> int:
    """What COLUMNS says; 0 where it says no number."""
    told = os.environ.get("COLUMNS", "")
    return int(told) if told.isdecimal() else 0


def _columns(stream: Any) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or UNKNOWN
    except (AttributeError, ValueError, OSError):
        return UNKNOWN


def paper(ascii: bool) -> dict[str, Any]:
    """What a text is written for: width, letters, marks of headings."""
    return {"width": width(), "ascii": ascii or not speaks_unicode(), "color": in_color()}


def speaks_unicode(stream: Any = None) -> bool:
    """Whether a stream (standard output, if none is named) can carry block letters and arrows."""
    encoding = getattr(stream or sys.stdout, "encoding", None) or "ascii"
    return str(encoding).lower().startswith("utf")


def in_color() -> bool:
    """Whether to mark headings: on a terminal, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def plain(value: Any) -> Any:
    """A finding as plain data: records as maps, arrays as lists, dates as text, what is no number as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)
