"""One history of a run, lived again day by day and compared with what was kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from groundswell.design import told
from groundswell.errors import UsageError
from groundswell.experiments.again import Again, again, differing, of_history
from groundswell.experiments.story import Names, Setting, Told, headlines, tell
from groundswell.store import KINDS, records, shards_of

if TYPE_CHECKING:
    from groundswell.runs import Runs

MOST = 40  # events of a short telling


@dataclass(frozen=True)
class Replay:
    """One history: every day of every series, all its events, and the story they tell.

    `daily` has one value a day for each series; `differs` names what does not agree, to the bit,
    with what the run has kept, and is empty unless the run is damaged. `not_identified` names those
    of its parameters that a fit has tried and could not tell.
    """

    case: str
    seed: int
    history: int
    start: date
    ending: str
    daily: Mapping[str, NDArray[np.float32]]
    events: NDArray[Any]
    story: tuple[Told, ...]
    parameters: Mapping[str, float]
    differs: tuple[str, ...]
    not_identified: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the history has, to the bit, the trajectory, events and end that were kept of it."""
        return not self.differs

    def headlines(self, most: int = MOST) -> tuple[Told, ...]:
        """The weightiest events of the story, in the order of time."""
        return headlines(self.story, most)

    def text(self, most: int | None = MOST) -> str:
        """The story, a line an event; the weightiest only, unless `most` is None."""
        chosen = self.story if most is None else self.headlines(most)
        left = len(self.story) - len(chosen)
        lines = [f"History {self.history} of {self.case}, seed {self.seed}. A course of the model, not of the world.", *map(str, chosen)]
        lines += [f"({left} lesser events left out)"] if left else []
        same = "the same bits as in the run" if self.exact else f"not the bits of the run: {', '.join(self.differs)}"
        return "\n".join([*lines, f"Ends: {self.ending.replace('_', ' ')}; {same}."])

    __str__ = text

    def to_dict(self, series: tuple[str, ...] = ("active_share", "killed", "approval", "stoppage")) -> dict[str, Any]:
        """Plain data, with the daily values of these series."""
        return {
            "case": self.case, "seed": self.seed, "history": self.history, "start": self.start.isoformat(), "ending": self.ending,
            "exact": self.exact, "differs": list(self.differs), "parameters": dict(self.parameters),
            "not_identified": list(self.not_identified),
            "story": [told.to_dict() for told in self.story], "daily": {name: self.daily[name].tolist() for name in series},
        }  # fmt: skip


def replay(runs: "Runs", history: int) -> Replay:
    """Lives one history again, day by day, from the recipe of its run.

    Of one country of several, the whole world lives again, all of it is compared, and that country is told.

    Raises UsageError for a history that the run does not have and for runs of several countries, RunError
    for runs of another version of the engine.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> one = gs.replay(runs, history=5)
    >>> one.exact, len(one.daily["approval"]) == runs.days
    (True, True)
    """
    if history not in runs.alone("replay").histories:
        expected = f"one of the {runs.replicates} histories of the run"
        raise UsageError.of("history", str(history), expected, f"for example {runs.histories[0]}")
    found = again(runs, history)
    daily = {name: np.array(found.block.daily[k][:, found.lane]) for k, name in enumerate(found.block.series)}
    daily, events = runs.seen("traj", daily), records(runs.seen("events", of_history(found.tables["events"], history)))
    row = int(np.flatnonzero(runs.histories == history)[0])
    active = {place: daily[f"active_share:{place}"] for place in runs.names["places"]}
    setting = Setting(Names.of(runs.scenario), runs.names, runs.date, active)
    return Replay(
        runs.scenario.id, runs.seed, int(history), runs.start, str(runs.final["ending"][row]), daily, events, tell(events, setting),
        {name: float(values[row]) for name, values in runs.parameters.items()}, _differs(runs, history, found),
        tuple(told(runs.scenario, runs.spec["identity"])["not_identified"]),
    )  # fmt: skip


def _differs(runs: "Runs", history: int, found: Again) -> tuple[str, ...]:
    """What the run has kept of a history and the computation does not give again."""
    shards, wrong = shards_of(runs.seed, [history]), []
    for kind in KINDS:
        kept = of_history(runs.whole.store.read(kind, shards), history)
        wrong += [f"{kind}.{name}" for name in differing(kept, of_history(found.tables[kind], history))]
    return tuple(wrong)
