"""The page on how Bolivia was judged: every number of it from the verdict that ships with the case."""

from collections.abc import Mapping
from typing import Any

from docs.generate.markdown import bullets, page, section, table
from groundswell.backtest.shipped import verdict_of
from groundswell.backtest.shown import SHORT, short, tables
from groundswell.engine.kernel import fingerprint

CASE = "bolivia-2003"
TITLE = "Bolivia judged"
GETS = """This page says what the fitted model of Bolivia gets right and wrong: each measured line with its interval and the
record, beside skeleton, priors, placebo and baselines. What was fitted, what was kept back and what would count as
failure was written down first, in [the protocol](../protocols/bolivia.md) and, for the model that ships, [a second
one](../protocols/bolivia-catalog.md). Both fits stand side by side on [Two fits of Bolivia](two-fits.md). Every number is read
from the file `verdict.json` beside the scenario, and nothing here is written by hand. [What the fit says](what-the-fit-says.md) reads
the tables; how sharply the model tips is measured in [Does the country tip?](critical-transitions.md), and why things
came as they did is asked in [Ten questions](ten-questions.md)."""

NOT_YET = "Nobody has judged the case yet: no `verdict.json` lies beside the scenario."

HOW = """A share of histories has the interval in which 95 of 100 samples of draws put it: draws are drawn again, each with all of its
histories, so that it holds the doubt about parameters besides that of luck. A quantity is told by its median
and by where 90 of 100 histories lie; its *rank* is the share of histories below the record, and half of those at it.
*n* is how many histories a number is of. Lines marked *(fitted)* were looked at by the fit: there agreement is no
evidence. A number that misses its aim is marked **missed**."""

FAIR = """The model is given the dates and severities of the acts of policy, of the years kept back too; baselines are given the
record up to their day of issue and nothing else. The section without the acts of 2004 and 2005 says what is left of
the difference."""


EARLIER = """**Measured with an earlier form of the model.** The engine has changed since these draws were fitted and judged; the
numbers are those of the model as it was then."""


def judged_page() -> str:
    """The whole page."""
    verdict = verdict_of(CASE)
    if verdict is None:
        return page(TITLE, GETS, NOT_YET)
    form = () if verdict["provenance"]["engine"] == fingerprint() else (EARLIER,)
    sections = [section(2, one.heading, one.words, table(one.head, [map(marked, row) for row in one.rows])) for one in tables(verdict)]
    head = (*form, section(2, "In short", short(verdict)), section(2, "How to read it", HOW, FAIR))
    return page(TITLE, GETS, *head, *sections, made(verdict))


def marked(cell: str) -> str:
    """A cell with what is missed and what has failed in bold."""
    return f"**{cell}**" if cell == "failed" else cell.replace(", missed", ", **missed**")


def made(verdict: Mapping[str, Any]) -> str:
    """What was judged, with which seed and how many histories, and how to do it again."""
    made_by, forms = verdict["provenance"], verdict["card"]["forms"]
    facts = [
        ("draws", f"sha256 `{made_by['draws']}`"), ("protocol", f"sha256 `{made_by['protocol']}`"), ("engine", f"`{made_by['engine']}`"),
        ("histories", f"{made_by['replicates']:,} a case, seed {made_by['seed']}; {made_by['per_draw']} a draw to tell countries apart"),
        ("cases", ", ".join(made_by["cases"])),
        *((f"{SHORT.get(name, name)}:", f"{form['words']}{_fit(form)}") for name, form in forms.items()),
    ]  # fmt: skip
    return section(2, "How it was made", bullets(facts), "`make judge-bolivia` does it again; the same draws give the same page.")


def _fit(form: Mapping[str, Any]) -> str:
    if "evaluations" not in form:
        return ""
    return f"; {form['draws']} draws of {form['evaluations']:,} candidates, worth {form['effective_draws']:.0f} equal ones"
