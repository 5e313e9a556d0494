"""The pages of the classic models: their parameters and what is seen of them, what reproduces, and the picture of each.

Some checks take minutes, so what they gave is kept in `reproductions.csv`; `python -m docs.generate --reproduce`
computes all of them anew, and the long suite compares.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docs.generate.markdown import bullets, link, number, page, section, table
from groundswell import models
from groundswell.models.classic import Check, Classic
from groundswell.models.reproduce import Row, rows
from groundswell.report.models.picture import picture_svg

KEPT = Path(__file__).with_name("reproductions.csv")
IMAGES = Path(__file__).parents[1] / "images" / "models"

GETS = """On this page: every classic model that ships, each of its parameters with unit, bounds and default, what is seen of it,
and where it departs from the works it is from. What each says about uprisings, with its equations and its picture, has a page
of its own."""

HOW = """A model is a frozen dataclass whose fields are its parameters; `groundswell models run NAME --set KEY=VALUE` and
`gs.run(gs.models.by_name("NAME").of(KEY=VALUE))` do the same. A value out of its bounds is refused with bounds and unit."""

HELD = """On this page: every number from outside that the classic models are held against, what this version gives, how far off is
right and why, and what could not be established. `groundswell models reproduce --all` computes all of it again (some minutes)."""

SOURCES = """*Published* is a figure of the work named, or, where the source says so, a figure that was computed from the published
equations by somebody else than the author of the model here: by hand, in closed form or by another program. *Holds* means
within the tolerance."""

NOT_ESTABLISHED = (
    ("Epstein's run table:", "mean total activation of 708 with a standard deviation of 230 an outburst, the levels of the slide and of "
     "the jump, and vision 1.7 in the first run are remembered from the paper and were not read again, so nothing is held to them."),
    ("Epstein's salami against jump:", "whether a slow slide of legitimacy stirs less than a jump is not robust: at the cop density in "
     "circulation neither spikes in most runs. Both can be run, and are no check."),
    ("Lang & De Sterck's countries:", "the paper fits no country; which of its regions carries which of its names was not read."),
    ("Parameters of the French riots:", "the fitted values and the data by municipality of Bonnasse-Gahot and others (2018) were not at "
     "hand; what is fitted here are national nights."),
    ("Burbeck's cities:", "the fitted rates for Los Angeles, Detroit and Washington were not at hand."),
    ("Braha's fitted values:", "p, f, g and the rate of weak links were not at hand; the model is tested by its balance and its limits."),
    ("Biggs' exponents:", "power laws are claimed for strikes in Chicago and Paris; the exponents were not confirmed."),
    ("Hawkes estimates:", "published branching shares (Iraq .37 to .50, and others) need data that do not ship; planted shares of that "
     "size are found again."),
    ("Leipzig after 23 October:", "turnout is recalled, not read again, and sources differ widely; the table carries its range."),
    ("Turchin's stress index:", "its yearly figures for the United States have no license and do not ship; the ratio 12.66 is computed "
     "only where a file is given."),
    ("The constant c of the demographic-fiscal cycle:", "3 in one place and 2 in another; both are held against."),
)  # fmt: skip


def models_page() -> str:
    """The catalog of all classics."""
    glance = table(["model", "says", "after"], [(link(one.name, ""), one.says, one.source) for one in models.ALL])
    return page("Classic models", GETS, HOW, section(2, "All models", glance), *map(model_section, models.ALL))


def model_section(model: type[Classic]) -> str:
    """One model."""
    defaults = model().plain()
    parameters = [(f"`{name}`", one.meaning, str(one), told(defaults[name])) for name, one in model.bounds().items()]
    seen = [(f"`{one.name}`", one.meaning, one.unit) for one in model.observables]
    time = f"Its time is counted in {model.time.unit}s; unless told it is run to {number(model.time.until)}."
    return section(
        2, model.name, f"**{model.title}.** {model.says} After {model.source}.",
        f"[Its own page](../explanation/models/{model.name}.md). {time}",
        table(["parameter", "meaning", "may be", "default"], parameters), table(["seen of it", "meaning", "unit"], seen),
        section(3, f"Where {model.name} departs", bullets([(f"{k}.", text) for k, text in enumerate(model.departs, 1)])),
    )  # fmt: skip


def told(value: Any) -> str:
    """A default in a table."""
    if isinstance(value, list):
        return ", ".join(map(str, value)) if len(value) <= 8 else f"{', '.join(map(str, value[:3]))}, … ({len(value)} numbers)"
    return f"{value:g}" if isinstance(value, float) else str(value)


def reproduced_page() -> str:
    """The table of what reproduces, model by model, with what was last computed."""
    known = kept()
    checks = [(model, check) for model in models.ALL for check in model.reproduces]
    held = sum(known[model.name, check.name].holds for model, check in checks)
    computed = sum("own calculation" in check.source.lower() for _, check in checks)
    count = (
        f"{held} of {len(checks)} checks of {len(models.ALL)} models hold. {len(checks) - computed} are held against a work that is named, "
        f"{computed} against a calculation from its equations."
    )
    sections = [section(2, model.name, checks_table(model, known)) for model in models.ALL]
    return page("What reproduces", HELD, SOURCES, count, *sections, section(2, "Not established", bullets(NOT_ESTABLISHED)))


def checks_table(model: type[Classic], known: dict[tuple[str, str], Row]) -> str:
    """The checks of one model."""
    header = ["check", "published", "ours", "tolerance", "holds", "why so much", "source"]
    lines = [
        (check.name, wanted(check), f"{known[model.name, check.name].ours:.6g}", f"{check.tolerance:g}",
         "yes" if known[model.name, check.name].holds else "**no**", check.why, check.source)
        for check in model.reproduces
    ]  # fmt: skip
    return table(header, lines, right=[1, 2, 3])


def wanted(check: Check) -> str:
    """The published number, with its direction where only that is claimed."""
    return {"within": "", "at least": "≥ ", "at most": "≤ "}[check.relation] + f"{check.published:.7g}"


def kept() -> dict[tuple[str, str], Row]:
    """What was last computed, by model and check."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {(line["model"], line["check"]): _row(line) for line in csv.DictReader(file)}


def _row(line: dict[str, str]) -> Row:
    check = next(one for one in models.by_name(line["model"]).reproduces if one.name == line["check"])
    ours = float(line["ours"])
    told = (check.published, ours, check.tolerance, check.relation, check.holds(ours), check.why, check.source)
    return Row(line["model"], check.name, *told, 0.0)


def reproduce(names: Sequence[str] = ()) -> None:
    """Computes all checks anew (of some models, where they are named) and keeps what they give.

    Raises UsageError for a name that no model has.
    """
    wanted = {models.by_name(name) for name in names}
    chosen = [model for model in models.ALL if not wanted or model in wanted]
    computed = rows(chosen, progress=lambda done, total, label: print(f"{done} of {total}  {label}", flush=True))
    fresh = {(row.model, row.check): row.ours for row in computed}
    before = {key: row.ours for key, row in kept().items()} if names and KEPT.exists() else {}
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["model", "check", "ours"])
        writer.writerows(lines_of(before | fresh))


def lines_of(ours: dict[tuple[str, str], float]) -> Iterator[tuple[str, str, str]]:
    """What is kept, in the order of models and checks."""
    for model in models.ALL:
        for check in model.reproduces:
            yield model.name, check.name, repr(ours[model.name, check.name])


def images() -> dict[Path, str]:
    """The picture of every model at its defaults."""
    return {IMAGES / f"{model.name}.svg": picture_svg(model().picture()) for model in models.ALL}


def drawn() -> list[Path]:
    """Draws the pictures that are stale, and says which."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    found = {path: svg for path, svg in images().items() if not path.is_file() or path.read_text(encoding="utf-8") != svg}
    for path, svg in found.items():
        path.write_text(svg, encoding="utf-8")
    return list(found)
