"""What a caller gives where a scenario belongs."""

from groundswell.errors import UsageError
from groundswell.scenario.schema import Scenario
from groundswell.scenario.words import shown


def refuse_no_scenario(given: object) -> None:
    """Raises UsageError for what is no scenario, such as the name of one."""
    if not isinstance(given, Scenario):
        load = f"gs.load({given!r})" if isinstance(given, str) else 'gs.load("bolivia-2003")'
        raise UsageError.of("scenario", f"{shown(given)}, of type {type(given).__name__}", "a scenario", load)
