"""What a run says, gathered once: the terminal and the one JSON object tell the same numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from groundswell.analysis.against import NOT_OBSERVED, against_record
from groundswell.analysis.comparison import Comparisons
from groundswell.analysis.effects import Effects, Paired, effect
from groundswell.analysis.endings import Endings, endings
from groundswell.analysis.falls import Fall, Falls, falls, telling
from groundswell.analysis.uncertainty import by_level
from groundswell.report.fits import parameters_of
from groundswell.report.material import gathered
from groundswell.report.sections.answer import sentences
from groundswell.report.words import MODEL_ONLY
from groundswell.runs import Runs


@dataclass(frozen=True)
class Findings:
    """What a run says, and which run it was.

    Of several countries, what can be said of them all together (endings by the largest wave anywhere, falls in any of
    them, effects on these), and what each says by itself in `countries`.
    """

    runs: Runs
    endings: Endings
    falls: Falls
    record: Comparisons
    effects: Effects | None = None
    sentences: tuple[str, ...] = ()
    countries: Mapping[str, "Findings"] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: endings by slug, those not modeled, falls, comparisons with the record, effects, where the run is kept.

        With several countries `countries` holds the same of each, by name.
        """
        runs = self.runs
        return {
            "statement": MODEL_ONLY,
            "scenario": runs.scenario.id,
            "run_id": runs.run_id,
            "run_dir": None if runs.run_dir is None else str(runs.run_dir),
            "seed": runs.seed,
            "replicates": runs.replicates,
            "stopped_at": runs.stopped_at,
            "off": list(runs.spec["identity"].get("off", ())),
            "parameters": parameters_of(runs),
            "endings": self.endings.shares,
            "endings_not_modeled": {row.slug: row.why_not for row in self.endings.not_modeled},
            "fell": self.falls.any.share.to_dict(),
            "falls": [fall_row(fall) for fall in self.falls.governments],
            "observed": [row.to_dict() for row in self.record.rows],
            "tallies": [tally._asdict() for tally in self.record.tallies()],
            "not_comparable": self.record.not_comparable,
            "not_observed": self.record.not_observed,
            "sentences": list(self.sentences),
            "effects": [] if self.effects is None else self.effects.to_dict()["rows"],
            **({"countries": {name: found.to_dict() for name, found in self.countries.items()}} if self.countries else {}),
        }


def findings(runs: Runs, why: Iterable[Paired] | None = None) -> Findings:
    """Reads from a run how it ended, which governments fell when, and how that lies beside the record.

    With an ablation, also what mattered for the falls: for whether there are any, or for how many. Of several countries, of each as well.

    >>> import groundswell as gs
    >>> found = gs.findings(gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)).to_dict()
    >>> round(sum(found["endings"].values()), 9)
    1.0
    """
    pairs = None if why is None else tuple(why)
    effects = None if pairs is None else effect(pairs, telling(runs))
    if len(runs.countries) > 1:
        return Findings(runs, endings(runs), falls(runs), untold(runs), effects, countries=of_each(runs, pairs))
    return Findings(runs, endings(runs), falls(runs), against_record(runs), effects, tuple(sentences(gathered(runs.scenario, runs, ()))))


def untold(runs: Runs) -> Comparisons:
    """No comparison: a record is of a country, and is told with it."""
    return Comparisons(runs.replicates, (), {}, dict(NOT_OBSERVED))


def of_each(runs: Runs, pairs: Iterable[Paired] | None) -> dict[str, Findings]:
    """The findings of each country, the pairs of an ablation seen from it."""
    found = {}
    for country in runs.countries:
        seen: list[Any] | None = None if pairs is None else [pair.of(country) for pair in pairs]
        found[country] = findings(runs.of(country), seen)
    return found


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
