"""Numbers, dates and tags in words, as the report writes them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from groundswell.analysis.wording import out_of_a_hundred
from groundswell.runs import STATEMENT, Runs
from groundswell.sampling import FEW

ROUGH = 200  # histories: with fewer, a share can be off by seven points and more
MODEL_ONLY = STATEMENT
NOT_OBSERVED = "not observed anywhere"
NOT_MODELED = "not modeled"
LEANS = "leans on an input"
LEANING = (
    "its days begin within a month of an act that was dated from the answer to it, or share some with the month after an act that takes "
    "from the police; agreement there is in part that of the coding with itself"
)
# What bands and ± leave out, by how parameters were drawn.
FIXED = "the judged numbers of the scenario (lines, unity, seats, severities, shares of people) are the same in all histories"
VARIES = {
    "prior": f"Histories differ by luck and by parameters that have a prior; {FIXED}.",
    "point": f"Histories differ by luck alone; {FIXED}.",
    "fitted": f"Histories differ by luck and by parameters, of which each takes a fitted draw; {FIXED}.",
}


def rough(histories: int) -> str:
    """The tag of everything that rests on few histories, or nothing.

    >>> rough(64), rough(1000)
    ('rough: 64 histories', '')
    """
    return f"rough: {histories} {'history' if histories == 1 else 'histories'}" if histories < ROUGH else ""


def rough_paths(paths: int, histories: int) -> str:
    """The tag of a screening by few paths, or with few histories at each of their points, or nothing.

    >>> rough_paths(2, 16), rough_paths(10, 16)
    ('rough: 2 paths, 16 histories each', '')
    """
    return f"rough: {paths} paths, {histories} histories each" if min(paths, histories) < FEW else ""


def number(value: float) -> str:
    """A number with as many digits as a reader can use.

    >>> number(1869.65), number(33.55), number(0.01234), number(0.5), number(0.0)
    ('1,870', '34', '0.0123', '0.5', '0')
    """
    if abs(value) >= 1000:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.3g}"


def percent(share: float) -> str:
    """A share in percent.

    >>> percent(0.434), percent(0.0042), percent(0.0), percent(0.0002)
    ('43 %', '0.4 %', '0 %', 'under 0.1 %')
    """
    value = 100 * share
    if 0 < abs(value) < 0.05:
        return "under 0.1 %"
    return f"{value:.1f} %" if 0 < abs(value) < 10 and round(value, 1) % 1 else f"{value:.0f} %"


def what_varies(design: Any) -> str:
    """What bands show and what they leave out, for the design of a run.

    >>> what_varies({"draws": "point"})[:30]
    'Histories differ by luck alone'
    """
    return VARIES.get(str(design.get("draws")) if isinstance(design, Mapping) else "", VARIES["prior"])


def points(share: float) -> str:
    """A difference or an error of shares, in 100, with a digit more where it is under one.

    >>> points(0.031), points(-0.0042), points(0.0)
    ('3', '-0.4', '0')
    """
    text = f"{100 * share:.0f}" if abs(share) >= 0.01 else f"{100 * share:.1f}"
    return "0" if float(text) == 0 else text


def margin(share: float) -> str:
    """A sampling error, in 100.

    >>> margin(0.031), margin(0.0042)
    ('±3', '±0.4')
    """
    return f"±{points(share)}"


def in_100(share: float) -> str:
    """So many in 100, by the one rounding of every list and sentence.

    >>> in_100(0.2425), in_100(0.001), in_100(0.9995)
    ('24', '<1', '>99')
    """
    return out_of_a_hundred(share).replace("fewer than ", "<").replace("more than ", ">")


def share_in_words(share: float, error: float) -> str:
    """A share with its sampling error, as every list has it.

    >>> share_in_words(1.0, 0.0284)
    '100 in 100 ±3'
    """
    return f"{in_100(share)} in 100 {margin(error)}"


def prose_date(day: date) -> str:
    """A date as it reads in a sentence.

    >>> prose_date(date(2003, 10, 7))
    '7 Oct 2003'
    """
    return f"{day.day} {day:%b %Y}"


def plain(slug: str) -> str:
    """A name made for machines, as words.

    >>> plain("repression_backfires"), plain("sanchez-de-lozada")
    ('repression backfires', 'sanchez de lozada')
    """
    return slug.replace("_", " ").replace("-", " ")


def country_option(runs: Runs) -> str:
    """What a command on this run needs beside its folder: which of several countries is told."""
    return f" --country {runs.countries[0]}" if runs.whole is not runs else ""
