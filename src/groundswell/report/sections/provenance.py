"""How this was made, and how to make it again to the bit."""

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from groundswell.analysis.wording import listed
from groundswell.report.fits import parameters_of
from groundswell.report.fits import provenance as how_fitted
from groundswell.report.markup import Html, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.words import country_option
from groundswell.scenario.schema import canonical
from groundswell.store import parameters_option

PACKAGES = ("numpy", "numba", "duckdb", "pydantic", "altair", "vl-convert-python")
IN_MEMORY = "The run was kept in memory only. The first line makes the folder that the others read. "
SAME_BITS = "The same scenario, seed and versions give the same bits, on one worker or many, after a crash and a resume."


def provenance(material: Material) -> Html:
    """Hashes, versions, seed, counts, time and the command."""
    facts = [*_run(material), *_versions(material)]
    rows = [tag("div", [tag("dt", name), tag("dd", tag("code", value))]) for name, value in facts if value]
    words = SAME_BITS if material.runs.run_dir else IN_MEMORY + SAME_BITS
    return html([
        tag("dl", rows, class_="facts"), tag("h3", "To make it again"), tag("pre", commands(material), tabindex="0"), paragraphs(words),
    ])  # fmt: skip


def _run(material: Material) -> list[tuple[str, str]]:
    runs = material.runs
    identity: dict[str, Any] = runs.spec["identity"]
    fit = [] if runs.fitted is None else [(f"fit: {name}", value) for name, value in how_fitted(runs.fitted)]
    seconds = getattr(runs, "seconds", None)
    return [
        ("scenario", material.scenario.id),
        ("country, of " + listed(runs.whole.countries), runs.countries[0] if runs.whole is not runs else ""),
        ("hash of the scenario (sha256)", hashlib.sha256(canonical(runs.whole.scenario).encode()).hexdigest()),
        ("run", runs.run_id),
        ("fingerprint of the engine", str(identity.get("engine", ""))),
        ("seed", str(runs.seed)),
        ("histories", spans(runs.histories.tolist())),
        ("parameters", parameters_of(runs).get("words", "")),
        *fit,
        ("switched off", ", ".join(identity.get("off") or ()) or "nothing"),
        ("precision of trajectories", str(identity.get("precision", ""))),
        ("parts that failed", str(len(runs.failures))),
        ("wall time of the simulation", f"{seconds:.1f} s" if seconds is not None else "not kept with this run"),
    ]


def _versions(material: Material) -> list[tuple[str, str]]:
    from groundswell import __version__

    found = [("groundswell", __version__), ("Python", platform.python_version())]
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def commands(material: Material) -> str:
    """The lines that make the same run and the same report."""
    folder = folder_of(material)
    return f"{run_command(material)}\ngroundswell report {folder}{country_option(material.runs)}\ngroundswell reproduce {folder}"


def run_command(material: Material) -> str:
    """The line that makes the same run."""
    runs = material.runs
    off = "".join(f" --off {name}" for name in runs.spec["identity"].get("off") or ())
    means = f"{off}{parameters_option(runs.spec['identity'])}"
    return f"groundswell run {material.scenario.id} --replicates {runs.replicates} --seed {runs.seed}{means}"


def folder_of(material: Material) -> str:
    """Where the command keeps the run, unless it is told another folder."""
    runs = material.runs
    return f"runs/{runs.run_dir.name if runs.run_dir else f'{material.scenario.id}-{runs.run_id}'}"


def spans(numbers: list[int]) -> str:
    """Whole numbers as spans.

    >>> spans([0, 1, 2, 7])
    '4: 0 to 2, 7'
    """
    ends: list[list[int]] = []
    for one in numbers:
        if ends and ends[-1][1] == one - 1:
            ends[-1][1] = one
        else:
            ends.append([one, one])
    return f"{len(numbers):,}: " + ", ".join(f"{first} to {last}" if last > first else str(first) for first, last in ends)
