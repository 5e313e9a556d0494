"""Classic models on a terminal: what there is, what one of them says, what a run of it gave, and what it reproduces."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from groundswell.models.classic import Classic, Observable
from groundswell.models.reproduce import Row
from groundswell.report.lines import Paper, table
from groundswell.report.models.beside import FAILS, HOLDS, by_model, precise, recorded, tally
from groundswell.report.models.courses import course_lines, legend
from groundswell.report.models.letters import NARROWEST, picture_lines
from groundswell.report.models.material import ModelMaterial, Parameter, about, is_equation, parameters, works
from groundswell.report.models.scales import figure
from groundswell.report.words import MODEL_ONLY

EXAMPLE = "The picture is the model's own at these parameters, an example with luck of its own; the histories of this run are below."
SIDE_BY_SIDE = 96  # letters of a line that hold two fans
MOST_FANS = 4


def run_in_words(material: ModelMaterial, width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """What a run of a model gave: its picture, courses, and what is seen of it at the end."""
    paper = Paper(width, ascii, color)
    example = paper.wrapped(EXAMPLE) if material.random else []
    picture = [*picture_lines(paper, material.picture), *map(paper.faint, example)]
    parts = [_head(paper, material), _changes(paper, material), picture, _fans(paper, material)]
    return _finished(paper, [*parts, _finals(paper, material), _next(paper, material)])


def _finished(paper: Paper, parts: Iterable[list[str]]) -> str:
    """Parts with an empty line between them; empty ones are left out."""
    return paper.finished(line for part in parts if part for line in (*part, "")).rstrip("\n")


def _head(paper: Paper, material: ModelMaterial) -> list[str]:
    from groundswell import __version__

    count = f"{material.histories:,} {'history' if material.histories == 1 else 'histories'}"
    until = f"{material.unit} {figure(float(material.times[-1]))}" if len(material.times) else ""
    title = " · ".join(filter(None, [f"groundswell {__version__}", material.name, count, f"seed {material.seed}", until and f"to {until}"]))
    roughly = f"{material.rough[:1].upper()}{material.rough[1:]}." if material.rough else ""
    same = "" if material.random else "Nothing in it is random: all histories are the same."
    notes = " ".join(filter(None, [MODEL_ONLY, roughly, same]))
    return [*map(paper.bold, paper.wrapped(title, "  ", "")), *paper.wrapped(f"{material.title}. {material.says}"), *paper.wrapped(notes)]


def _changes(paper: Paper, material: ModelMaterial) -> list[str]:
    told = [f"{one.name} = {one.value}{bracketed(one.unit)}, else {one.default}" for one in material.parameters if one.is_changed]
    return paper.hung("Changed: ", "; ".join(told)) if told else []


def _fans(paper: Paper, material: ModelMaterial) -> list[str]:
    """How observables go over time: two beside each other where there is room."""
    told = material.fans[:MOST_FANS]
    if not told or paper.width < NARROWEST:
        return []
    across = 2 if paper.width >= SIDE_BY_SIDE else 1
    width = (paper.width - 2 * (across - 1)) // across
    blocks = [course_lines(paper, one, width) for one in told]
    lines: list[str] = []
    for first in range(0, len(blocks), across):
        lines += ["  ".join(row) for row in zip(*blocks[first : first + across], strict=True)]
    more = [one.name for one in material.fans[MOST_FANS:]]
    also = paper.wrapped(f"Also over time, on the page: {', '.join(more)}.") if more else []
    return [paper.bold(f"Over time, by {material.unit}"), *lines, *map(paper.faint, paper.wrapped(legend(told))), *also]


def _finals(paper: Paper, material: ModelMaterial) -> list[str]:
    """What is seen at the end: one value where all histories agree, else their quantiles and mean."""
    known = [one for one in material.observables if one.name in material.finals]
    finals = [material.finals[one.name] for one in known]
    if all(final.is_one for final in finals):
        values = [(one.name, figure(final.median), _meant(one)) for one, final in zip(known, finals, strict=True)]
        return [paper.bold("At the end"), *_tabled(paper, values, [1])]
    rows = [
        (one.name, *(figure(final.quantiles[k]) for k in (0, 2, 4)), figure(final.mean), _meant(one))
        for one, final in zip(known, finals, strict=True)
    ]
    head = ("", "5 below", "median", "95 below", "mean", "")
    told = paper.wrapped("At the end, and what 5 and 95 of 100 histories lie below")
    return [*map(paper.bold, told), *_tabled(paper, [head, *rows], [1, 2, 3, 4])]


def _tabled(paper: Paper, rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> list[str]:
    return table(paper, [[paper.spelled(cell) for cell in row] for row in rows], right)


def _meant(one: Observable) -> str:
    return f"{one.meaning}{bracketed(one.unit)}"


def bracketed(name: str) -> str:
    """A unit in brackets, if there is one."""
    return "" if name in ("", "1") else f" [{name}]"


def _next(paper: Paper, material: ModelMaterial) -> list[str]:
    """Where the run is kept, and what to type next."""
    nothing = paper.wrapped("Nothing saved: the run was in memory only.")
    saved = [f"{paper.bold('Saved')}  {material.folder}"] if material.folder else nothing
    again = [f"groundswell reproduce {material.folder}"] if material.folder else []
    steps = [f"groundswell models show {material.name}", f"groundswell models reproduce {material.name}", *again]
    return [*saved, *(f"{label:>5}  {step}" for label, step in zip_longest(("next",), steps, fillvalue=""))]


def model_in_words(model: Classic | type[Classic], width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """A model: what it says, its equations, its picture, parameters with bounds, what is seen of it, and what it is held against.

    A class is told as it is unless its parameters are set.
    """
    made = model() if isinstance(model, type) else model
    paper = Paper(width, ascii, color)
    source = [paper.bold("Source"), *paper.wrapped("; ".join(works(made)), "  ", "  ")]
    parts = [_said(paper, made), picture_lines(paper, made.picture()), _parameters(paper, made), _observables(paper, made)]
    return _finished(paper, [*parts, _checks(paper, made), _departs(paper, made), source])


def _said(paper: Paper, model: Classic) -> list[str]:
    lines = [paper.bold(f"{model.name} · {model.title}"), *paper.wrapped(model.says)]
    for text in about(type(model)):
        lines += ["", *_paragraph(paper, text)]
    return lines


def _paragraph(paper: Paper, text: str) -> list[str]:
    if not is_equation(text):
        return paper.wrapped(" ".join(text.split()))
    return [line for row in text.splitlines() for line in paper.wrapped(row.strip(), "      ", "    ")]


def _parameters(paper: Paper, model: Classic) -> list[str]:
    rows = [(one.name, one.value, _allowed(one)) for one in parameters(model)]
    return [paper.bold("Parameters"), *_tabled(paper, rows)] if rows else []


def _allowed(one: Parameter) -> str:
    usual = f"; {one.default} unless told" if one.is_changed else ""
    return f"{one.meaning}: {one.bounds}{usual}"


def _observables(paper: Paper, model: Classic) -> list[str]:
    time = model.time
    steps = f"from {time.unit} to {time.unit}" if time.discrete else f"in a time without steps, counted by {time.unit}"
    luck = "histories differ by luck" if model.random else "nothing is random"
    told = f"Seen of it, {steps}, usually until {figure(time.until)}; {luck}"
    return [*map(paper.bold, paper.wrapped(told)), *_tabled(paper, [(one.name, _meant(one)) for one in model.observables])]


def _checks(paper: Paper, model: Classic) -> list[str]:
    if not model.reproduces:
        return []
    rows = [(recorded(one), f"{one.name} ({one.source})") for one in model.reproduces]
    told = f"What it is held against; `groundswell models reproduce {model.name}` computes it"
    return [*map(paper.bold, paper.wrapped(told)), *_tabled(paper, rows)]


def _departs(paper: Paper, model: Classic) -> list[str]:
    told = [line for one in model.departs for line in paper.hung("  - ", one)]
    return [paper.bold("Where it departs"), *told] if told else []


def list_in_words(models: Iterable[type[Classic]], width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """The models there are, one after the other: name, title, and what each says of uprisings."""
    paper = Paper(width, ascii, color)
    found = list(models)
    room = max((len(one.name) for one in found), default=0)
    rows = [line for one in found for line in _listed(paper, one, room)]
    checks = sum(len(one.reproduces) for one in found)
    held = f"held against {checks} numbers, published or computed by others from published equations"
    count = f"{len(found)} models, {held}. `groundswell models show NAME` tells more."
    return paper.finished([*rows, "", *paper.wrapped(count)])


def _listed(paper: Paper, model: type[Classic], room: int) -> Iterator[str]:
    yield from paper.hung(f"{model.name:<{room}}  ", f"{model.title}. {model.says}")


def rows_in_words(rows: Iterable[Row], width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """Computed checks: what does not hold first and in full, then all others, model by model, and a count."""
    paper, found = Paper(width, ascii, color), list(rows)
    missed = [row for row in found if not row.holds]
    parts = [[paper.bold("What does not hold"), *(line for row in missed for line in _missed(paper, row))]] if missed else []
    parts += [[paper.bold(name), *_held(paper, mine)] for name, mine in by_model([row for row in found if row.holds]).items()]
    seconds = sum(row.seconds for row in found)
    return _finished(paper, [*parts, paper.wrapped(f"{tally(found).words} {seconds:,.0f} s.")])


def _missed(paper: Paper, row: Row) -> list[str]:
    told = f"{row.model}: {row.check}. We get {precise(row.ours, row.tolerance)}, on record is {recorded(row)} ({row.source}; {row.why})."
    return paper.hung(f"  {FAILS}  ", told)


def _held(paper: Paper, rows: Sequence[Row]) -> list[str]:
    cells = [(HOLDS, precise(row.ours, row.tolerance), recorded(row), row.check) for row in rows]
    return _tabled(paper, cells, [1])
