"""Parameters that a scenario sets: known, within bounds, at one value or in a range."""

from collections.abc import Iterator
from typing import Any

from groundswell.scenario.crosscheck.world import Doubt, World
from groundswell.scenario.document import Place
from groundswell.scenario.parameters import BY_NAME, LAID_OUT
from groundswell.scenario.schema import Setting
from groundswell.scenario.words import meant


def parameters_are_known_and_within_bounds(world: World) -> Iterator[Doubt]:
    settings = world.data.get("parameters")
    for name in settings if isinstance(settings, dict) else ():
        if name not in BY_NAME:
            hint = meant(name, BY_NAME) or "remove it: `groundswell show CASE --part parameters` lists those of the model"
            yield Doubt(("parameters", name), f"`{name}`", "a parameter of the model", hint, at_key=True)
        elif name in world.settings:
            if name in LAID_OUT and world.settings[name].value is None:
                hint = "write `value`: who sees whom is laid out once for all histories"
                yield Doubt(("parameters", name), "a range", "one value", hint)
            yield from _setting(("parameters", name), world.settings[name], BY_NAME[name])


def _setting(path: Place, setting: Setting, parameter: Any) -> Iterator[Doubt]:
    given = {field: getattr(setting, field) for field in ("value", "lower", "upper")}
    numbers = {field: number for field, number in given.items() if number is not None}
    if set(numbers) not in ({"value"}, {"lower", "upper"}):
        got = " and ".join(f"`{field}`" for field in numbers) or "no number"
        hint = "a value fixes the parameter, a lower and an upper end say what it is drawn between"
        yield Doubt(path, got, "`value` alone, or `lower` and `upper`", hint)
        return
    for field, number in numbers.items():
        if not parameter.lower <= number <= parameter.upper:
            expected = f"a number [{parameter.unit}] from {parameter.lower:g} to {parameter.upper:g}"
            yield Doubt((*path, field), f"{number:g}", expected, f"`{parameter.name}`: {parameter.meaning}")
    if "lower" in numbers and numbers["upper"] <= numbers["lower"]:
        expected = f"more than `lower`, {setting.lower:g}"
        yield Doubt((*path, "upper"), f"{setting.upper:g}", expected, "swap the two if reversed")
