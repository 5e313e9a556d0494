"""A picture in letters: dots of braille for curves, blocks for bars, a letter or a sign for each curve, and a key."""

from collections.abc import Sequence

import numpy as np

from groundswell.models.picture import Axis, Curve, Picture
from groundswell.report.lines import Paper
from groundswell.report.models.braille import ACROSS, UP, Dots, cells
from groundswell.report.models.plot import JOINED, Plot
from groundswell.report.models.scales import Scale

NARROWEST = 40  # letters of a line under which nothing is drawn
LEAST_ROWS, MOST_ROWS, ROW_SHARE = 12, 18, 6  # rows of the field: one for so many letters of width
LETTERS_A_STEP, ROWS_A_STEP = 12, 3  # of the two axes
DASH = 4  # cells of a dash, and of the gap after it
BLOCKS = " ▁▂▃▄▅▆▇█"
FILLS = ("█", "▒", "░")
SIGNS = "●○▲△■□"
PLAIN_SIGNS, PLAIN_LINES, PLAIN_FILLS = "ox+#%@", "*o+x#@", "#=:"
SAMPLES = {"line": "──", "dashed": "╌╌", "step": "└┐"}
FEW = 5  # names that stand one below the other
PLAIN_DASH = 1  # every other letter of a dashed curve
Field = list[list[str]]  # letters, row by row from the bottom


def picture_in_words(picture: Picture, width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """A picture as text: its title, its axes and curves, a key of what is what, and its summary.

    Lines have at most `width` letters. With `ascii` nothing but plain letters is used, with `color` the title
    is marked for a terminal. Under 40 letters only title and summary are told.

    >>> from groundswell.models.picture import Axis, Curve, Picture
    >>> rise = Curve("", [0, 1, 2, 3, 4], [0, 1, 4, 9, 16])
    >>> drawn = picture_in_words(Picture("Growth", Axis("time", "days"), Axis("people"), (rise,), "It grows."), 60)
    >>> drawn.splitlines()[0], drawn.splitlines()[-1], max(map(len, drawn.splitlines())) <= 60
    ('Growth', 'It grows.', True)
    """
    paper = Paper(width, ascii, color)
    return paper.finished(picture_lines(paper, picture))


def picture_lines(paper: Paper, picture: Picture) -> list[str]:
    """The same, line by line."""
    field = framed(paper, picture) if paper.width >= NARROWEST else []
    return [*map(paper.bold, paper.wrapped(picture.title)), *field, *paper.wrapped(picture.summary)]


def framed(paper: Paper, picture: Picture) -> list[str]:
    """The field between its axes, with the key below."""
    rows = min(MOST_ROWS, max(LEAST_ROWS, paper.width // ROW_SHARE))
    plot = Plot(picture, max(2, paper.width // LETTERS_A_STEP), max(2, rows // ROWS_A_STEP))
    labels = plot.y.labels()
    margin = max(map(len, labels), default=0)
    columns = paper.width - margin - 2
    field = drawn(paper, plot, columns, rows)
    scale = _by_cell(plot.y, labels, rows)
    bare, notched, corner = ("|", "+", "+") if paper.ascii else ("│", "┤", "└")
    lines = [f"{scale.get(row, ''):>{margin}} {notched if row in scale else bare}" + "".join(field[row]) for row in reversed(range(rows))]
    below = [" " * (margin + 1) + corner + line for line in axis_line(paper, plot.x, columns)]
    below = [below[0], below[1].replace(corner, " ", 1)]
    return [*_titled(paper, picture.y), *lines, *below, *_right(paper, picture.x), *key(paper, plot)]


def _by_cell(scale: Scale, labels: Sequence[str], count: int) -> dict[int, str]:
    """The cell of each mark of an axis."""
    places = scale.place(scale.ticks)
    return {min(count - 1, round(place * (count - 1))): label for place, label in zip(places, labels, strict=True)}


def axis_line(paper: Paper, scale: Scale, columns: int) -> list[str]:
    """The axis at the bottom with its marks, and the numbers under them; those without room are left out."""
    line, notch = ("-", "+") if paper.ascii else ("─", "┬")
    axis, told, free = [line] * columns, [" "] * (columns + 1), 0
    for column, label in _by_cell(scale, scale.labels(), columns).items():
        start = min(max(0, column - len(label) // 2), columns - len(label))
        if start < free:
            continue
        axis[column] = notch
        told[start : start + len(label)] = label
        free = start + len(label) + 2
    return ["".join(axis), "".join(told).rstrip()]


def named(axis: Axis) -> str:
    """What an axis shows, with its unit.

    >>> named(Axis("time", "days")), named(Axis("share active"))
    ('time [days]', 'share active')
    """
    return axis.title if axis.unit in ("", "1") else f"{axis.title} [{axis.unit}]"


def _titled(paper: Paper, axis: Axis) -> list[str]:
    return paper.wrapped(named(axis) + (", logarithmic" if axis.logarithmic else ""))


def _right(paper: Paper, axis: Axis) -> list[str]:
    return [line.strip().rjust(paper.width) for line in _titled(paper, axis)]


def drawn(paper: Paper, plot: Plot, columns: int, rows: int) -> Field:
    """The field: bars at the back, then dashed curves, then lines, then points, then letters."""
    field = [[" "] * columns for _ in range(rows)]
    _lay_bars(field, plot, PLAIN_FILLS if paper.ascii else FILLS, not paper.ascii)
    if paper.ascii:
        _lay_signs(field, plot)
    else:
        _lay_dots(field, plot)
    for k, sign in signs(paper, plot).items():
        if plot.picture.curves[k].mark == "points":
            for column, row in _cells_of(plot.marks(plot.picture.curves[k]), columns, rows):
                field[row][column] = sign
    if not paper.ascii:
        for k, x, y in plot.tags():
            field[round(y * (rows - 1))][round(x * (columns - 1))] = plot.letters[k]
    return field


def _cells_of(places: np.ndarray, columns: int, rows: int) -> list[tuple[int, int]]:
    return [(round(x * (columns - 1)), round(y * (rows - 1))) for x, y in places]


def signs(paper: Paper, plot: Plot) -> dict[int, str]:
    """The sign of each curve: its letter or stroke if it is joined, its mark if it is points, its fill if it is bars."""
    found: dict[int, str] = {}
    kinds = {"points": PLAIN_SIGNS if paper.ascii else SIGNS, "bars": PLAIN_FILLS if paper.ascii else FILLS}
    for kind, known in kinds.items():
        owners = [k for k, curve in enumerate(plot.picture.curves) if curve.mark == kind]
        found |= {k: known[rank % len(known)] for rank, k in enumerate(owners)}
    joined = [k for k, curve in enumerate(plot.picture.curves) if curve.mark in JOINED]
    free = [sign for sign in PLAIN_LINES if sign not in found.values()]
    return found | {k: free[rank % len(free)] if paper.ascii else plot.letters.get(k, "") for rank, k in enumerate(joined)}


def _in_order(plot: Plot) -> list[tuple[int, Curve]]:
    """Joined curves, dashed ones first, so that others lie over them."""
    joined = [(k, curve) for k, curve in enumerate(plot.picture.curves) if curve.mark in JOINED]
    return sorted(joined, key=lambda pair: pair[1].mark != "dashed")


def _lay_dots(field: Field, plot: Plot) -> None:
    columns, rows = len(field[0]), len(field)
    dots = Dots(columns, rows)
    for _, curve in _in_order(plot):
        for path in plot.paths(curve):
            found = cells(path, columns * ACROSS, rows * UP)
            if curve.mark == "dashed":
                found = found[np.arange(len(found)) % (2 * DASH) < DASH]
            dots.set[found[:, 1], found[:, 0]] = True
    for row, letters in zip(field, dots.letters(), strict=True):
        for column, letter in enumerate(letters):
            if letter != " ":
                row[column] = letter


def _lay_signs(field: Field, plot: Plot) -> None:
    columns, rows = len(field[0]), len(field)
    known = signs(Paper(columns, True), plot)
    for k, curve in _in_order(plot):
        for path in plot.paths(curve):
            found = cells(path, columns, rows)
            for column, row in found[:: 1 + PLAIN_DASH] if curve.mark == "dashed" else found:
                field[row][column] = known[k]


def _lay_bars(field: Field, plot: Plot, fills: Sequence[str], blocks: bool) -> None:
    columns, rows = len(field[0]), len(field)
    owners = sorted({bar.curve for bar in plot.bars()})
    for bar in plot.bars():
        floor, top = (_height(place, bar.floor, rows) for place in (bar.floor, bar.top))
        fill = fills[owners.index(bar.curve) % len(fills)]
        first = min(columns - 1, round(bar.left * columns))
        for column in range(first, min(columns, max(first + 1, round(bar.right * columns)))):
            _lay_bar(field, column, floor, top, fill, blocks and fill == FILLS[0])


def _height(place: float, floor: float, rows: int) -> float:
    """How many rows a bar reaches: its end is in the middle of the row that the axis marks, its foot at the bottom if that is 0."""
    return place * (rows - 1 / 2) if floor == 0 else place * (rows - 1) + 1 / 2


def _lay_bar(field: Field, column: int, floor: float, top: float, fill: str, blocks: bool) -> None:
    """One column of a bar, to an eighth of a letter where it is solid and stands upright."""
    low, high = sorted((floor, top))
    full = range(round(low), int(high) if blocks and top >= floor else round(high))
    for row in full:
        field[row][column] = fill
    rest = round(8 * (high - int(high)))
    if blocks and top >= floor and rest and int(high) < len(field):
        field[int(high)][column] = BLOCKS[rest]


def key(paper: Paper, plot: Plot) -> list[str]:
    """What each curve is, one line each, or several where there are many short names; none for a single curve without a name."""
    found = signs(paper, plot)
    told = [(_sample(paper, curve, found[k]), _name(curve, plot)) for k, curve in enumerate(plot.picture.curves) if curve.name]
    room = max((len(sample) for sample, _ in told), default=0)
    width = room + max((len(paper.spelled(name)) for _, name in told), default=0) + 6
    across = paper.width // width if len(told) > FEW else 1
    if across <= 1:
        return [line for sample, name in told for line in paper.hung(f"  {sample:<{room}}  ", name)]
    cells = [f"  {sample:<{room}}  {paper.spelled(name)}".ljust(width) for sample, name in told]
    return ["".join(cells[first : first + across]) for first in range(0, len(cells), across)]


def _name(curve: Curve, plot: Plot) -> str:
    empty = not plot.bars() if curve.mark == "bars" else not len(plot.marks(curve))
    return f"{curve.name} (none)" if empty else curve.name


def _sample(paper: Paper, curve: Curve, sign: str) -> str:
    if curve.mark not in JOINED:
        return sign
    if paper.ascii:
        return f"{sign} {sign}" if curve.mark == "dashed" else sign * 3
    return f"{sign} {SAMPLES[curve.mark]}".strip()
