"""A whole screening: which of very many things matter, then what mechanisms are worth, then who shares the variance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from groundswell.analysis.removed import Removed, removed
from groundswell.analysis.screening import Screening, screening
from groundswell.analysis.shares import Shares, shares
from groundswell.errors import UsageError
from groundswell.experiments.screen import Tried, decompose, remove, screen

if TYPE_CHECKING:
    from groundswell.scenario.schema import Scenario

MECHANISMS, PARAMETERS = 4, 3  # of the handful that is moved together; as many mechanisms by each way of asking are paired
Read = TypeVar("Read")


@dataclass
class Screened:
    """The questions of a screening, one after another; after Ctrl-C no more are asked, and `stopped` says so.

    `means` are the arguments that `screen`, `remove` and `decompose` share, such as seed, workers and out. What is asked later
    builds on what was found before: the mechanisms that matter most are removed in pairs, and moved together.

    >>> import groundswell as gs
    >>> asked = gs.Screened(gs.load("bolivia-autumn"), {"memory": True})
    >>> found = asked.screened(["repression_backfires", "success_diffuses_abroad"], trajectories=4, replicates=4)
    >>> found.trajectories, asked.stopped
    (4, False)
    """

    scene: "Scenario"
    means: dict[str, Any]
    tried: list[Tried] = field(default_factory=list)
    stopped: bool = False

    def screened(self, names: str | Sequence[str] | None, trajectories: int, replicates: int) -> Screening:
        """Which factors matter at all. Raises KeyboardInterrupt where Ctrl-C has left too few paths to say."""
        tried = self.keep(screen(self.scene, names or None, trajectories, replicates, **self.means))
        try:
            return screening(tried)
        except UsageError:
            if tried.stopped:
                raise KeyboardInterrupt from None
            raise

    def removed(self, found: Screening, replicates: int) -> tuple[Removed | None, Removed | None]:
        """What mechanisms are worth in the whole model, and in pairs those that matter most in either way of asking."""
        worth = self.read(removed, lambda: remove(self.scene, None, (), replicates, **self.means))
        if worth is None:
            return None, None
        chosen = list(dict.fromkeys((*found.foremost(MECHANISMS, "mechanism"), *worth.foremost(MECHANISMS))))
        if len(chosen) < 2:
            return worth, None
        return worth, self.read(removed, lambda: remove(self.scene, chosen, chosen, replicates, **self.means))

    def shared(self, found: Screening, samples: int, replicates: int) -> Shares | None:
        """Who shares the variance, among the weightiest mechanisms and parameters."""
        handful = found.handful(MECHANISMS, PARAMETERS)
        if len(handful) < 2:
            return None
        return self.read(shares, lambda: decompose(self.scene, handful, samples, replicates, **self.means))

    def read(self, reader: Callable[[Tried], Read], trial: Callable[[], Tried]) -> Read | None:
        """What a trial says; nothing after Ctrl-C, or where Ctrl-C has left too little of it."""
        if self.stopped:
            return None
        try:
            tried = self.keep(trial())
        except KeyboardInterrupt:
            self.stopped = True
            return None
        return None if tried.stopped else reader(tried)

    def keep(self, tried: Tried) -> Tried:
        """Notes what was tried."""
        self.tried.append(tried)
        self.stopped = self.stopped or tried.stopped
        return tried
