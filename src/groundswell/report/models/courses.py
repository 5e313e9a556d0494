"""How an observable of a model spreads over histories and time, in the model's own unit: fans in letters and on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from groundswell.report import layers
from groundswell.report.axes import NARROW, TEXT, Size
from groundswell.report.fan import MEDIAN, MIDDLE, WIDE, drawn
from groundswell.report.figures import Figure, fan_key
from groundswell.report.figures import drawn as figure_of
from groundswell.report.layers import NAMES, apart
from groundswell.report.lines import Paper
from groundswell.report.markup import Html
from groundswell.report.models.letters import axis_line
from groundswell.report.models.panel import STEP_UP, WHOLE, WHOLE_NARROW, Axes
from groundswell.report.models.scales import Scale, figure, scale
from groundswell.report.palette import LIGHT
from groundswell.report.spread import FIELDS
from groundswell.report.tables import as_csv, table

ROWS = 7  # of a fan in letters
STEPS_UP, LETTERS_A_STEP = 2, 12
HEIGHT = 200  # pixels of a fan
NAMES_ROOM = 66  # pixels for the names at its right end
MOST_POINTS = 500  # of a fan: more than its pixels could show
TOLD = 12  # times in the table that is read
MOST_SAVED = 1500  # times in the file that is saved; the run itself keeps all
LEGEND = f"{MEDIAN} median   {MIDDLE} half of the histories   {WIDE} 90 in 100"
ONE_LEGEND = f"{MEDIAN} the one course there is"


@dataclass(frozen=True)
class Course:
    """One observable over time: `quantiles` has the levels 5, 25, 50, 75, 95 in 100 as rows, and a column for each of `times`."""

    name: str
    meaning: str
    unit: str
    time_unit: str
    times: NDArray[np.float64]
    quantiles: NDArray[np.float64]

    @property
    def title(self) -> str:
        """What is seen, with its unit."""
        told = self.meaning[:1].upper() + self.meaning[1:] if self.meaning else self.name.replace("_", " ")
        return told if self.unit in ("", "1") else f"{told} [{self.unit}]"

    @property
    def is_one(self) -> bool:
        """Whether all histories go the same way."""
        return bool((self.quantiles[0] == self.quantiles[-1]).all())

    @property
    def changes(self) -> bool:
        """Whether anything happens over time."""
        return self.quantiles.shape[1] > 1 and bool((self.quantiles != self.quantiles[:, :1]).any())

    @cached_property
    def last(self) -> tuple[float, ...]:
        """The quantiles at the end."""
        return tuple(self.quantiles[:, -1].tolist())

    def up(self, steps: int) -> Scale:
        """The axis of values."""
        return scale(self.quantiles.ravel(), steps)

    def across(self, steps: int) -> Scale:
        """The axis of time."""
        return scale(self.times, steps, tight=True)

    def rows(self) -> list[dict[str, Any]]:
        """The quantiles as rows, by time; of very many times, so many as a page can hold."""
        chosen = _spaced(len(self.times), MOST_SAVED)
        told = np.vectorize("{:.6g}".format)(np.vstack([self.times[chosen], self.quantiles[:, chosen]]))
        return [dict(zip((self.time_unit, *FIELDS), column, strict=True)) for column in told.T.tolist()]


def course_lines(paper: Paper, course: Course, width: int, rows: int = ROWS) -> list[str]:
    """The fan as lines of `width` letters: its title, `rows` of field with a scale on the left, time below."""
    up = course.up(STEPS_UP)
    labels = dict(zip(np.round(up.place(up.ticks) * (rows - 1)).astype(int).tolist(), up.labels(), strict=True))
    margin = max(map(len, labels.values()))
    columns = width - margin - 2
    field = drawn(heights(course, up, columns, rows), rows)
    lines = [f"{labels.get(row, ''):>{margin}} │" + "".join(field[row]) for row in reversed(range(rows))]
    axis, numbers = axis_line(paper, course.across(max(2, columns // LETTERS_A_STEP)), columns)
    title = paper.clipped(paper.spelled(course.title), width)
    below = [" " * (margin + 1) + paper.spelled("└") + axis, " " * (margin + 2) + numbers[:columns]]
    told = [*(paper.spelled(line) for line in lines), *below]
    return [paper.bold(title) + " " * (width - len(title)), *(f"{line:<{width}}" for line in told)]


def heights(course: Course, up: Scale, columns: int, rows: int) -> NDArray[np.float64]:
    """How high each quantile lies in each column, counted in rows from the bottom: the mean over the column's times."""
    fine = max(1, -(-len(course.times) // columns)) * columns
    times = np.linspace(course.times[0], course.times[-1], fine)
    means = [np.interp(times, course.times, level).reshape(columns, -1).mean(axis=1) for level in course.quantiles]
    return np.asarray(np.clip(up.place(np.array(means)), 0, 1) * (rows - 1) + 1 / 2)


def legend(courses: Sequence[Course]) -> str:
    """What the letters of fans mean."""
    return ONE_LEGEND if all(one.is_one for one in courses) else LEGEND


def course_panel(course: Course, size: Size) -> Any:
    """The fan as a chart without its title; a single line where all histories go the same way."""
    whole = WHOLE_NARROW if size == NARROW else WHOLE
    across, up = course.across(whole // 75), course.up(HEIGHT // STEP_UP)
    right = 0 if course.is_one else NAMES_ROOM
    axes = Axes.of(across, up, (f"time [{course.time_unit}]", ""), size, right, HEIGHT)
    chosen = _spaced(len(course.times), MOST_POINTS)
    levels = np.round(up.place(course.quantiles[:, chosen]), 5).T.tolist()
    places = np.round(across.place(course.times[chosen]), 5).tolist()
    rows = [{"x": x} | dict(zip(FIELDS, values, strict=True)) for x, values in zip(places, levels, strict=True)]
    drawn_bands = layers.bands(layers.values(rows), axes.x("x"), axes.y)
    parts = drawn_bands[-1:] if course.is_one else [*drawn_bands, _names(rows[-1], axes)]
    return axes.room.frame(alt.layer(*parts))


def _names(last: dict[str, float], axes: Axes) -> Any:
    """What each line of the fan is, at its end."""
    places = apart([last[field] for field in NAMES], layers.LINE_GAP / axes.room.height)
    rows = [{"x": 1, "y": place, "name": name} for place, name in zip(places, NAMES.values(), strict=True)]
    text = alt.Chart(layers.values(rows)).mark_text(align="left", dx=5, fontSize=TEXT, color=LIGHT["simulated"])
    return text.encode(x=axes.x("x"), y=axes.y("y"), text="name:N")


def course_figure(course: Course, name: str, roughness: str = "") -> Html:
    """The fan as a figure of a page; `name` stands once in the page."""
    thinned = len(course.times) > MOST_SAVED
    note = f"The saved file has {MOST_SAVED:,} of {len(course.times):,} times; the run keeps all." if thinned else ""
    found = Figure(
        name, course.title, in_words(course), _table(course), note, None if course.is_one else fan_key(""), as_csv(course.rows()),
    )  # fmt: skip
    return figure_of(found, partial(course_panel, course), roughness)


def in_words(course: Course) -> str:
    """What a fan shows, in sentences.

    >>> in_words(Course("x", "", "1", "day", np.array([0.0, 9.0]), np.array([[0, 1], [0, 2], [0, 3], [0, 4], [0, 5]])))
    'At day 9, 50 of 100 histories lie between 2 and 4, 90 between 1 and 5; the median is 3. The median is highest at day 9: 3.'
    """
    low, quarter, median, upper, high = map(figure, course.last)
    when = f"{course.time_unit} {figure(float(course.times[-1]))}"
    spread = f"50 of 100 histories lie between {quarter} and {upper}, 90 between {low} and {high}; the median is {median}"
    top = int(course.quantiles[2].argmax())
    what = "It" if course.is_one else "The median"
    highest = f"{what} is highest at {course.time_unit} {figure(float(course.times[top]))}: {figure(float(course.quantiles[2, top]))}."
    return f"At {when}{f' it is {median}' if course.is_one else f', {spread}'}. {highest}"


def _spaced(count: int, most: int) -> NDArray[np.int64]:
    """At most so many places out of `count`, evenly spaced, the first and the last among them.

    >>> _spaced(9, 3).tolist(), _spaced(2, 3).tolist()
    ([0, 4, 8], [0, 1])
    """
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.int64))


def _table(course: Course) -> Html:
    """The fan at about a dozen times."""
    chosen = _spaced(len(course.times), TOLD)
    if course.is_one:
        rows = [[figure(float(course.times[k])), figure(float(course.quantiles[2, k]))] for k in chosen]
        return table([course.time_unit, "value"], rows, course.title)
    head = [course.time_unit, "5 in 100 below", "25 in 100 below", "median", "75 in 100 below", "95 in 100 below"]
    told = [[figure(float(course.times[k])), *map(figure, course.quantiles[:, k].tolist())] for k in chosen]
    return table(head, told, f"{course.title}: quantiles over histories")
