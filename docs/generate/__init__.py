"""Pages written from the code and from what ships with it, so that they cannot say something else than it does.

Each page is a function that returns its text. `python -m docs.generate` writes them all, and a test
compares what lies in `docs/reference`, four pages of `docs/explanation` and the picture of the front page with what is so now.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from docs.generate.bibliography import bibliography_page
from docs.generate.case import case_page
from docs.generate.classics import models_page, reproduced_page
from docs.generate.command import command_page
from docs.generate.front_page import front_picture
from docs.generate.mattering import mattering_page
from docs.generate.mechanisms import mechanisms_page
from docs.generate.odd import case_pages, odd_case_page, odd_page
from docs.generate.parameters import parameters_page
from docs.generate.quantities import quantities_page
from docs.generate.scenario_format import scenario_format_page
from docs.generate.ten_questions import ten_questions_page
from docs.generate.two_fits import two_fits_page
from docs.generate.verdict import judged_page

FOLDER = Path(__file__).parents[1] / "reference"
EXPLAINING = FOLDER.parent / "explanation"
IMAGES = FOLDER.parent / "images"

Pages = Mapping[str, Callable[[], str]]

PAGES: Pages = {
    "mechanisms.md": mechanisms_page,
    "parameters.md": parameters_page,
    "scenario-format.md": scenario_format_page,
    "command.md": command_page,
    "quantities.md": quantities_page,
    "bolivia-2003.md": partial(case_page, "bolivia-2003"),
    "bolivia-autumn.md": partial(case_page, "bolivia-autumn"),
    "ecuador-2005.md": partial(case_page, "ecuador-2005"),
    "peru-2002.md": partial(case_page, "peru-2002"),
    "one-republic.md": partial(case_page, "one-republic"),
    "two-republics.md": partial(case_page, "two-republics"),
    "odd.md": odd_page,
    **{f"odd-{name}.md": partial(odd_case_page, name) for name in case_pages()},
    "models.md": models_page,
    "models-reproduced.md": reproduced_page,
    "bibliography.md": bibliography_page,
}
EXPLAINED: Pages = {
    "bolivia-judged.md": judged_page, "two-fits.md": two_fits_page, "ten-questions.md": ten_questions_page,
    "which-mechanisms-matter.md": mattering_page,
}  # fmt: skip
PICTURES: Pages = {"bolivia-2003-endings.svg": front_picture}


def stale(folder: Path = FOLDER, pages: Pages = PAGES) -> list[str]:
    """The pages that say something else than the code, or are missing."""
    return [name for name, page in pages.items() if not _says(folder / name, page())]


def write(folder: Path = FOLDER, pages: Pages = PAGES) -> list[str]:
    """Writes every page that is stale; their names."""
    found = stale(folder, pages)
    folder.mkdir(parents=True, exist_ok=True)
    for name in found:
        (folder / name).write_text(pages[name](), encoding="utf-8")
    return found


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
