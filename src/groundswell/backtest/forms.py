"""Forms of the model that are judged side by side: the fitted one, its priors, and refits with mechanisms absent."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from groundswell.design import Design
from groundswell.errors import ScenarioError, UsageError
from groundswell.scenario.edit import refuse_several
from groundswell.scenario.fit_files import DRAWS, MADE
from groundswell.scenario.fitted import Fitted
from groundswell.scenario.load import find, load
from groundswell.scenario.schema import Scenario
from groundswell.switches import names_of

OURS, PRIOR, FULL, SKELETON = "fitted", "prior", "full", "skeleton"
REFITS = "refits"  # the folder beside a scenario that holds a folder for each refit
WORDS = {
    OURS: "the model, fitted",
    PRIOR: "the model, parameters drawn from their priors",
    FULL: "the model, fitted at the reduced budget",
    SKELETON: "the skeleton: without backfire, boldness by victory, emulation, blockades that bite and supplies that run down",
}


@dataclass(frozen=True)
class Form:
    """One form of the model: where its histories have their parameters from, and which mechanisms are absent.

    >>> Form("prior", "prior").words
    'the model, parameters drawn from their priors'
    """

    name: str
    draws: Fitted | Literal["prior"]
    off: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it is, for a reader."""
        return WORDS.get(self.name, f"the model refitted, {self.name.replace('_', ' ')} absent")

    def design(self, scenario: Scenario) -> Design:
        """Where the histories of a scenario have their parameters from."""
        return Design.chosen(scenario, self.draws)

    def provenance(self) -> dict[str, object]:
        """How its draws were made, as plain data."""
        made = {} if isinstance(self.draws, str) else {"sha256": self.draws.sha256, "draws": len(self.draws), **self.draws.provenance}
        return {"words": self.words, "absent": list(self.off), **made}

    @classmethod
    def read(cls, folder: Path, name: str | None = None) -> Self:
        """The form whose fit lies in a folder: draws.csv, and fit.json, which says what was absent.

        Raises ScenarioError where one of the two is missing or cannot be read.
        """
        draws, made = folder / DRAWS, folder / MADE
        for file in (draws, made):
            if not file.is_file():
                raise ScenarioError.of(str(folder), f"no file {file.name}", f"{DRAWS} and {MADE} of a fit", "fit it again with `out`")
        try:
            provenance = json.loads(made.read_text(encoding="utf-8"))
            lines = draws.read_text(encoding="utf-8").splitlines()
            fitted = Fitted.of_plain({"of": provenance["case"], "draws": lines, "identification": [], "provenance": provenance})
            absent = list(provenance["off"])
        except (KeyError, ValueError, TypeError, IndexError) as error:
            got = f"{type(error).__name__}: {error}"
            raise ScenarioError.of(str(folder), got, "the files that a fit writes", "fit it again") from error
        return cls(name or folder.name, fitted, tuple(sorted(names_of(absent))))


def form_of(case: str | Path, draws: Fitted | Literal["fitted", "prior"] | None = None, scenario: Scenario | None = None) -> Form:
    """The form that is judged: the fitted draws of a case unless told otherwise.

    Raises UsageError for fitted draws of a case that has none, and for a world of several countries.
    """
    judged = load(case) if scenario is None else scenario
    refuse_several(judged, "backtest")
    if draws == "prior":
        return Form(PRIOR, "prior")
    if isinstance(draws, Fitted):
        return Form(OURS, draws)
    found = judged.fitted
    if found is None:
        raise UsageError.of("backtest: draws", f"{case}, which has no fitted draws", "a table of fitted draws", 'draws="prior"')
    return Form(OURS, found)


def refits_of(case: str | Path, folder: Path | None = None) -> tuple[Form, ...]:
    """The refits in a folder, each in a folder of its name; unless told, in the folder `refits` beside the scenario.

    The full model and the skeleton come first. Raises UsageError for a folder, named by hand, without a fit in it.

    >>> refits_of("bolivia-autumn")
    ()
    """
    home = find(case)[0].parent / REFITS if folder is None else folder
    found = [path.parent for path in home.glob(f"*/{DRAWS}")]
    if folder is not None and not found:
        hint = f"`groundswell calibrate {case} --variants` writes them"
        raise UsageError.of("backtest: refits", str(folder), f"a folder with fits in it, each in a folder of its own with {DRAWS}", hint)
    return tuple(Form.read(path) for path in sorted(found, key=lambda path: (path.name != FULL, path.name != SKELETON, path.name)))
