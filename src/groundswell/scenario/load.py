"""From a file to a scenario: every fault at once, in file order, each with line and column."""

from pathlib import Path

from pydantic import ValidationError

from groundswell.errors import Problem, ScenarioError
from groundswell.scenario.crosscheck import cross_faults
from groundswell.scenario.document import Document, Fault, Mark, read_document
from groundswell.scenario.faults import faults_of
from groundswell.scenario.references import reference_faults
from groundswell.scenario.schema import Scenario
from groundswell.scenario.tables import expand_tables, table_text
from groundswell.scenario.words import meant, shown

LIBRARY = Path(__file__).parent / "library"
FILE = "scenario.yaml"


def load(name_or_path: str | Path) -> Scenario:
    """Open a shipped case by its name, or a scenario by its file or folder.

    Raises ScenarioError with every fault of the file and its tables.

    >>> load("bolivia-autumn").countries[0].name
    'Bolivia'
    """
    path, name = find(name_or_path)
    scenario, faults = _read(path, name)
    if scenario is None or faults:
        raise ScenarioError(*(fault.problem() for fault in sorted(faults, key=lambda fault: fault.mark)))
    scenario._folder = path.parent
    return scenario


def check(name_or_path: str | Path) -> tuple[Problem, ...]:
    """All faults of a scenario, in file order; none if it can be loaded."""
    try:
        load(name_or_path)
    except ScenarioError as error:
        return error.problems
    return ()


def shipped() -> tuple[str, ...]:
    """The names of the cases that come with Groundswell."""
    return tuple(sorted(file.parent.name for file in LIBRARY.glob(f"*/{FILE}")))


def find(name_or_path: str | Path) -> tuple[Path, str]:
    """The file of a scenario, and how messages name it."""
    if isinstance(name_or_path, str) and name_or_path in shipped():
        path = LIBRARY / name_or_path / FILE
        return path, f"{name_or_path}/{FILE}"
    path = Path(name_or_path)
    path = path / FILE if path.is_dir() else path
    if not path.is_file():
        hint = meant(name_or_path, shipped()) or f"shipped cases: {', '.join(shipped())}"
        raise ScenarioError.of(str(name_or_path), "no such file", "a scenario file or the name of a case", hint)
    return path, str(path)


def _read(path: Path, name: str) -> tuple[Scenario | None, list[Fault]]:
    try:
        document = read_document(path.read_text(encoding="utf-8"), name)
    except UnicodeDecodeError as error:
        hint = "save the file in UTF-8"
        return None, [Fault(Mark(0, 1, 1, name), "", f"byte {error.start} is no text", "text in UTF-8", hint)]
    expand_tables(document, path.parent)
    scenario = validated(document)
    if scenario and scenario.observed and (path.parent / scenario.observed).exists():
        table_text(document, ("observed",), scenario.observed, path.parent)
    return scenario, document.faults


def validated(document: Document) -> Scenario | None:
    """The scenario that a document holds, if it has no fault; its faults go to the document."""
    if not isinstance(document.data, dict):
        if not document.faults:
            expected = "a scenario: keys such as `id`, `places`, `groups`"
            document.faults.append(Fault(document.marks.value(()), "", shown(document.data), expected, BLANK_HINT))
        return None
    scenario = _sound_alone(document)
    told = {fault.path for fault in document.faults}
    for fault in (*reference_faults(document), *cross_faults(document)):
        if fault.path not in told:
            document.faults.append(fault)
    return None if document.faults else scenario


def _sound_alone(document: Document) -> Scenario | None:
    """The scenario, if each record is sound by itself."""
    try:
        return Scenario.model_validate(document.data)
    except ValidationError as error:
        document.faults.extend(faults_of(error, document))
        return None


BLANK_HINT = "start from a shipped case: copy its folder and change it"
