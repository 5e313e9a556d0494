"""The plausibility of the priors: what `docs/explanation/plausibility.md` states, measured."""

from typing import Any, NamedTuple

import numpy as np

import groundswell as gs
from groundswell.engine.state import FALL_ROUTES

YEARS = 2223 / 365.25


class Row(NamedTuple):
    """One stated range and what was measured."""

    quantity: str
    low: float
    high: float
    measured: float

    @property
    def holds(self) -> bool:
        """Whether the measured value lies in the stated range."""
        return bool(self.low <= self.measured <= self.high)


def measure(runs: Any) -> list[Row]:
    """The rows of the page, from an ensemble of `bolivia-2003` drawn from its priors."""
    kinds = {kind: runs.events_of(kind) for kind in ("fall", "power_transferred")}
    falls = kinds["fall"]
    fell = np.isin(runs.histories, falls["history"])
    before = (np.datetime64("2003-01-01") - np.datetime64("2000-01-01")).astype(int)
    early = np.isin(runs.histories, falls["history"][falls["day"] < before])
    episodes = runs.episodes
    counts = np.array([(episodes["history"] == h).sum() for h in runs.histories])
    peaks = np.array([episodes["peak"][episodes["history"] == h].max(initial=0) for h in runs.histories])
    _, active = runs.trajectory("active_share")
    _, stoppage = runs.trajectory("stoppage")
    killed = killed_by_year(runs)
    largest = np.maximum(peaks, active.max(axis=1))
    reversals = np.isin(runs.histories, falls["history"][falls["amount"] == FALL_ROUTES.index("reversal")])
    transfers = np.isin(runs.histories, kinds["power_transferred"]["history"])
    return [
        Row("falls of government, mean a decade", 0.3, 4, len(falls) / len(fell) / YEARS * 10),
        Row("share of histories without any fall", 0.15, 0.95, 1 - fell.mean()),
        Row("falls before 2003, share of histories", 0, 0.35, early.mean()),
        Row("episodes, median in six years", 1, 15, float(np.median(counts))),
        Row("largest active share, median (of weekly values and episodes)", 0.01, 0.10, float(np.median(largest))),
        Row("days with a tenth of the economy stopped, mean share", 0, 0.15, float((stoppage > 0.1).mean())),
        Row("length of an episode, median, days", 5, 60, float(np.median(episodes["days"]))),
        Row("length of an episode, 95 % quantile, days", 0, 365, float(np.quantile(episodes["days"], 0.95))),
        Row("killed by forces, median a year", 3, 80, float(np.median(killed.sum(axis=1) / YEARS))),
        Row("killed by forces in one year, 95 % quantile", 0, 600, float(np.quantile(killed, 0.95))),
        Row("share of histories with nobody killed", 0, 0.05, float((killed.sum(axis=1) == 0).mean())),
        Row("power transferred to councils, share of histories", 0, 0.05, float(transfers.mean())),
        Row("reversal by force, share of histories", 0, 0.10, float(reversals.mean())),
    ]


def killed_by_year(runs: Any) -> np.ndarray[Any, Any]:
    """Killed by forces, one row a history and one column a calendar year."""
    rows = runs.events_of("killed")
    years = (np.datetime64("2000-01-01") + rows["day"].astype("timedelta64[D]")).astype("datetime64[Y]").astype(int) - 30
    index = np.searchsorted(runs.histories, rows["history"])
    table = np.zeros((len(runs.histories), 6))
    full = years < 6
    np.add.at(table, (index[full], years[full]), rows["amount"][full])
    return table


def measure_after(runs: Any) -> list[Row]:
    """The rows whose ranges were stated only after a first look."""
    _, approval = runs.trajectory("approval")
    polls = [row for row in gs.against_record(runs).rows if row.quantity == "approval"]
    inside = sum(bool(row.inside) for row in polls)
    return [
        Row("polls of approval inside the span of 90 of 100, share", 0.5, 1, inside / len(polls)),
        Row("histories whose approval touches a hundredth, share", 0, 0.05, float((approval.min(axis=1) < 0.01).mean())),
        Row("armed operations a history", 0.1, 2, len(runs.events_of("operation")) / len(runs)),
        Row("mutinies of the police a history", 0.1, 3, len(runs.events_of("mutiny")) / len(runs)),
    ]


def table(replicates: int = 1000) -> dict[str, Any]:
    """All rows, stated before and stated after, as plain data."""
    runs = gs.run(gs.load("bolivia-2003"), replicates=replicates, seed=1, memory=True, draws="prior")
    found = {"stated before": measure(runs), "stated after a first look": measure_after(runs)}
    return {when: [plain(row) for row in rows] for when, rows in found.items()}


def plain(row: Row) -> dict[str, Any]:
    """A row as plain data, with its verdict."""
    return {**row._asdict(), "measured": round(float(row.measured), 3), "holds": row.holds}
