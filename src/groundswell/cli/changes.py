"""Changes of a scenario typed on the command line: `--set governments.mesa.line=0.5`."""

import json
from collections.abc import Sequence
from typing import Any

import groundswell as gs


def changed(scene: Any, changes: Sequence[str]) -> Any:
    """The scenario with each change made, in the order given. Raises UsageError for one without "="."""
    for change in changes:
        path, equals, text = change.partition("=")
        if not equals or not path.strip():
            raise gs.UsageError.of("--set", f"`{change}`", "a path, an equals sign and a value", "--set governments.mesa.line=0.5")
        scene = scene.set(path.strip(), value(text.strip()))
    return scene


def left_out(scene: Any, paths: Sequence[str]) -> Any:
    """The scenario without each of these records."""
    for path in paths:
        scene = scene.without(path)
    return scene


def value(text: str) -> Any:
    """A number, true, false or a map where the text is one; else the text itself, such as "3 weeks".

    >>> value("0.5"), value("3 weeks")
    (0.5, '3 weeks')
    """
    try:
        return json.loads(text)
    except ValueError:
        return text
