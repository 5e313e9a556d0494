"""What a run says, gathered once: the terminal and the one JSON object tell the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from groundswell.analysis.endings import Endings, endings
from groundswell.analysis.falls import Fall, Falls, falls
from groundswell.analysis.uncertainty import by_level
from groundswell.runs import Runs


@dataclass(frozen=True)
class Findings:
    """What a run says, and which run it was."""

    runs: Runs
    endings: Endings
    falls: Falls
    effects: tuple[Any, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data: endings by slug, falls, comparisons with the record, effects, and where the run is kept."""
        runs = self.runs
        return {
            "scenario": runs.scenario.id,
            "run_id": runs.run_id,
            "run_dir": None if runs.run_dir is None else str(runs.run_dir),
            "seed": runs.seed,
            "replicates": runs.replicates,
            "stopped_at": runs.stopped_at,
            "off": list(runs.spec["identity"].get("off", ())),
            "endings": self.endings.shares,
            "fell": self.falls.any.share.to_dict(),
            "falls": [fall_row(fall) for fall in self.falls.governments],
            "observed": [],
            "effects": [effect.to_dict() for effect in self.effects],
        }


def findings(runs: Runs, effects: Sequence[Any] = ()) -> Findings:
    """Reads from a run how it ended and which governments fell when; `effects` come from ablations of it.

    >>> import groundswell as gs
    >>> found = gs.findings(gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)).to_dict()
    >>> round(sum(found["endings"].values()), 9)
    1.0
    """
    return Findings(runs, endings(runs), falls(runs), tuple(effects))


def fall_row(fall: Fall) -> dict[str, Any]:
    """One government's fall as plain data; `route` is the one it took most often."""
    route = max(fall.routes, key=lambda name: fall.routes[name], default=None)
    return {
        "government": fall.name,
        "share": fall.share.share,
        "route": route,
        "routes": fall.routes,
        "dates": by_level(fall.dates),
        "chance": fall.share.to_dict(),
    }
