"""Which endings a run cannot have, because nothing in this version, or in this scenario, leads to them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from groundswell.engine.recorder import ELECTION_WAIT

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario

VETO, ARMING = "veto_wins_no_program", "bodies_arm"

# What an ending asks for that most histories cannot give, said wherever it is counted.
NEEDS = {
    "elected_turn": (
        f"an early election within {ELECTION_WAIT} days of the end of a wave in which nobody falls; only a government that must call one "
        "does, and mostly it comes to office by a fall"
    ),
    "government_replaced_policy_changed": (
        f"a fall, and after it within the same wave a government whose policy is above 0, while {VETO} is on"
    ),
}


def out_of_reach(runs: "Runs") -> dict[str, str]:
    """The endings that no history of a run can have, by slug, each with the reason.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> "elected_turn" in out_of_reach(runs)
    True
    """
    off, found = runs.spec["identity"].get("off", ()), {}
    if ARMING in off:
        found["civil_war"] = f"{ARMING} is off: nobody but the state has armed bodies"
    if not _ballots(runs):
        found["elected_turn"] = "no government can call an early election that is held within these dates"
    if VETO not in off and not any(policy > 0 for policy in _policies(runs)):
        found["government_replaced_policy_changed"] = f"{VETO} is on, and no government with a policy above 0 can follow within these dates"
    return found


def _ballots(runs: "Runs") -> bool:
    """Whether an early election can be held before the last day."""
    waits = [one.calls_election_within for one in runs.scenario.governments if one.calls_election_within is not None]
    return any(wait < runs.days for wait in waits)


def _policies(runs: "Runs") -> Iterator[float]:
    """The policies of all governments that can enter office after a fall."""
    policy = {one.id: one.policy for one in runs.scenario.governments}
    yield from (policy[name] for name in _followers(runs.scenario, runs) if name is not None)


def _followers(scene: "Scenario", runs: "Runs") -> Iterator[str | None]:
    yield from (one.successor for one in scene.governments)
    yield from (one.incoming for one in scene.handovers)
    dated = [(one.inauguration, one.winner) for one in scene.elections if one.inauguration is not None]
    yield from (winner for day, winner in dated if 0 <= (day - runs.start).days < runs.days)
    for country in scene.countries:
        if country.ballot is not None:
            yield country.ballot.establishment
            if _ballots(runs) or any(one.winner is None for one in scene.elections if one.country == country.id):
                yield country.ballot.outsider
