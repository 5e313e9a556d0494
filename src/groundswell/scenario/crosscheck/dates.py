"""Days and months: what comes first, what lies within the time of a scenario, and what must be told for all of it."""

from collections.abc import Iterator
from datetime import date

from groundswell.scenario.crosscheck.world import Doubt, World


def time_runs_forward(world: World) -> Iterator[Doubt]:
    if world.start and world.end and world.end <= world.start:
        yield Doubt(("end",), str(world.end), f"a day after the start, {world.start}", "swap the two if reversed")


def dates_lie_within(world: World) -> Iterator[Doubt]:
    if not (world.start and world.end and world.start < world.end):
        return
    for section in ("elections", "handovers", "acts"):
        for path, record in world.of(section):
            if not world.start <= record.date <= world.end:
                expected = f"a day from {world.start} to {world.end}"
                hint = "remove it, or move the `start` or `end` of the scenario"
                yield Doubt((*path, "date"), str(record.date), expected, hint)


def months_cover_the_time(world: World) -> Iterator[Doubt]:
    if not (world.start and world.end):
        return
    wanted = list(_months(world.start, world.end))
    for path, country in world.of("countries"):
        given = {row.month for row in country.economy}
        missing = [month for month in wanted if month not in given]
        if missing and (*path, "economy") not in world.unread:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            expected = f"a row for each month from {wanted[0]} to {wanted[-1]}"
            yield Doubt((*path, "economy"), f"no row for {missing[0]}{more}", expected, "add the rows")


def _months(start: date, end: date) -> Iterator[str]:
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        yield f"{year}-{month:02d}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def commitments_end_after_they_begin(world: World) -> Iterator[Doubt]:
    for path, power in world.of("outside_powers"):
        for k, bound in enumerate(power.commitments):
            if bound.last < bound.first:
                yield Doubt((*path, "commitments", k, "to"), str(bound.last), f"{bound.first} or later", "swap the two if reversed")
