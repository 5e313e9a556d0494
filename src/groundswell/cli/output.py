"""What leaves the command: data to standard output, remarks to standard error."""

import json
import math
import os
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import groundswell as gs

NARROWEST, WIDEST, UNKNOWN = 40, 120, 100


def prepare() -> None:
    """A terminal that lacks a letter shows a question mark; it never ends the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def emit(data: Any) -> None:
    """Prints one JSON object."""
    print(json.dumps(plain(data), ensure_ascii=not speaks_unicode(), allow_nan=False, indent=1))


def say(text: str) -> None:
    """Prints data for people."""
    print(text)


def remark(text: str) -> None:
    """Prints what is no data."""
    print(text, file=sys.stderr, flush=True)


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


def width(stream: Any = None) -> int:
    """Columns to write for, within reason: COLUMNS if it is set, or those of the terminal behind a stream."""
    return max(NARROWEST, min(WIDEST, int(os.environ.get("COLUMNS") or 0) or _columns(stream or sys.stdout)))


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
