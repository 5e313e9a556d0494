"""From a file to a scenario: every fault at once, in file order, each with line and column."""

from pathlib import Path

from pydantic import ValidationError

from groundswell.errors import Problem, ScenarioError
from groundswell.scenario.crosscheck import cross_faults
from groundswell.scenario.document import Document, Fault, Mark, read_document
from groundswell.scenario.faults import faults_of
from groundswell.scenario.fit_files import read_fit
from groundswell.scenario.references import reference_faults
from groundswell.scenario.schema import Scenario
from groundswell.scenario.tables import expand_tables, look_for_observed
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
    document = _document(path, name)
    expand_tables(document, path.parent)
    look_for_observed(document, path.parent)
    fitted = read_fit(document, path.parent, LIBRARY)
    scenario = validated(document)
    if scenario is None:
        raise ScenarioError(*document.problems())
    scenario._folder, scenario._fitted = path.parent, fitted
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


def _document(path: Path, name: str) -> Document:
    raw = path.read_bytes()
    try:
        return read_document(raw.decode("utf-8"), name)
    except UnicodeDecodeError as error:
        document = Document(name)
        before = raw[: error.start].split(b"\n")
        mark = Mark(0, len(before), len(before[-1]) + 1, name)
        got = f"the byte 0x{raw[error.start]:02x}, which is no text in UTF-8"
        document.faults.append(Fault(mark, (), got, "text in UTF-8", "save the file in UTF-8"))
        return document


def validated(document: Document) -> Scenario | None:
    """The scenario that a document holds, if it has no fault; its faults go to the document."""
    if not isinstance(document.data, dict):
        if not document.faults:
            expected = "a scenario: keys such as `id`, `places`, `groups`"
            document.faults.append(Fault(document.marks.value(()), (), shown(document.data), expected, BLANK_HINT))
        return None
    scenario = _sound_alone(document)
    told = document.told()
    more = (*reference_faults(document), *cross_faults(document))
    document.faults.extend(fault for fault in more if fault.place not in told)
    return None if document.faults else scenario


def _sound_alone(document: Document) -> Scenario | None:
    """The scenario, if each record is sound by itself."""
    try:
        return Scenario.model_validate(document.data)
    except ValidationError as error:
        told = document.told()
        document.faults.extend(fault for fault in faults_of(error, document) if fault.place not in told)
        return None


BLANK_HINT = "start from a shipped case: copy its folder and change it"
