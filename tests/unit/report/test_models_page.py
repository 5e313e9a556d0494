"""The page of a model is one file that fetches nothing and runs nothing, and tells all that the run rests on."""

import re
from itertools import pairwise

import numpy as np
import pytest
from tests.unit.report.reading import read
from tests.unit.report.small_models import Logistic, Walk
from tests.unit.report.test_models_told import courses_of

from groundswell.models.reproduce import rows
from groundswell.report.axes import NARROW, WIDE
from groundswell.report.models.courses import Course, course_figure, course_panel, in_words
from groundswell.report.models.material import material
from groundswell.report.models.page import model_page, rows_page
from groundswell.report.page import POLICY
from groundswell.report.palette import LIGHT
from groundswell.report.words import MODEL_ONLY

TIMES = np.arange(0, 21.0)
SECTIONS = ["answer", "picture", "courses", "parameters", "reproduces", "departures", "sources", "provenance"]


def written(text, folder, name="page.html"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.fixture(scope="module")
def walked():
    return material(Walk(), TIMES, courses_of(Walk(), TIMES, 50), run_id="0123456789abcdef", folder="runs/walk")


@pytest.fixture(scope="module")
def grown():
    return material(Logistic(growth=0.2), TIMES, courses_of(Logistic(growth=0.2), TIMES, 1))


@pytest.fixture(scope="module")
def checked(grown):
    found = courses_of(Logistic(), TIMES, 1)
    return material(Logistic(), TIMES, found, rows=rows([Logistic]))


@pytest.fixture(scope="module")
def pages(walked, grown, checked, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    made = {"walk": model_page(walked), "logistic": model_page(grown), "checked": model_page(checked), "rows": rows_page(checked.rows)}
    return {name: written(text, folder, f"{name}.html") for name, text in made.items()}


NAMES = ["walk", "logistic", "checked", "rows"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_and_nothing_runs(pages, name):
    page = pages[name]
    policy = next(node for node in page.root.all("meta") if node.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"] == POLICY
    for node in page.root:
        assert node.tag not in ("script", "iframe", "object", "embed", "link", "form", "base", "foreignobject")
        for attribute, value in node.attributes.items():
            assert not attribute.startswith("on")
            if attribute in ("src", "href", "xlink:href", "srcset", "action", "data", "poster"):
                assert value.startswith(("#", "data:text/csv"))
    assert not re.search(r"@import|url\((?!#)", page.source)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_used_once_links_lead_somewhere_and_headings_skip_no_level(pages, name):
    page = pages[name]
    ids = [node.attributes["id"] for node in page.root if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    links = {node.attributes["href"][1:] for node in page.root.all("a") if node.attributes["href"].startswith("#")}
    assert links <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", page.source)) <= set(ids)
    levels = [int(node.tag[1]) for node in page.root if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", ["walk", "logistic", "checked"])
def test_the_sections_come_in_order_and_each_says_something(pages, name):
    found = pages[name].root.all("section")
    assert [node.attributes["id"] for node in found] == SECTIONS
    assert all(node.text.removeprefix(node.first("h2").text).strip() for node in found)


@pytest.mark.parametrize("name", ["walk", "logistic"])
def test_pictures_are_named_tabled_and_take_their_colors_from_the_theme(pages, name):
    page = pages[name]
    figures = page.root.all("figure")
    assert len(figures) == 2
    for figure in figures:
        pictures = [node for node in figure.all("svg") if node.attributes.get("role") == "img"]
        assert len(pictures) == 2, "wide and narrow"
        for picture in pictures:
            named = [page.root.by_id(one).text for one in picture.attributes["aria-labelledby"].split()]
            assert named[1] in figure.first("figcaption").text
        assert figure.first("details").first("table").rows()
    for svg in page.root.all("svg"):
        for node in svg:
            for attribute in ("fill", "stroke"):
                assert node.attributes.get(attribute, "none") in {"none", "transparent", *(f"var(--{color})" for color in LIGHT)}


def test_the_answer_says_what_the_model_says_and_what_it_speaks_of(pages):
    text = pages["logistic"].root.by_id("answer").text
    assert Logistic.says in text
    assert MODEL_ONLY in text
    assert "growth 0.2 [1/day] (else 0.1)" in text


def test_the_table_of_the_end_has_the_quantiles_of_the_histories(pages, walked):
    row = pages["walk"].root.by_id("answer").first("table").rows()[0]
    final = walked.finals["place"]
    assert [float(cell.replace("−", "-")) for cell in row[1:6]] == list(final.quantiles)
    assert float(row[6].replace("−", "-")) == pytest.approx(final.mean, rel=1e-3)


def test_few_histories_of_luck_are_rough_and_none_without_luck(pages):
    assert "rough: 50 histories" in pages["walk"].root.first("h1").text
    assert "rough" not in pages["logistic"].source.replace("through", "")


def test_every_parameter_is_told_with_its_value_default_and_bounds(pages):
    rows = {row[0]: row[1:] for row in pages["logistic"].root.by_id("parameters").first("table").rows()}
    assert rows["growth"] == ["0.2", "0.1", "from 0 to 10 [1/day]", "growth while few act"]
    assert list(rows) == list(Logistic().plain())


def test_checks_show_computed_values_only_where_they_were_computed(pages):
    bare = pages["logistic"].root.by_id("reproduces").first("table").rows()
    assert bare[0] == ["half at the middle", "0.5 ± 1e−6", "closed form", "own calculation"]
    computed = pages["checked"].root.by_id("reproduces").first("table").rows()
    assert [row[:3] for row in computed] == [["at most all", "fails", "1.5"], ["half at the middle", "holds", "0.5"]]


def test_a_run_can_be_made_again(pages, walked):
    text = pages["walk"].root.by_id("provenance").text
    for part in ("0123456789abcdef", "runs/walk", walked.command, "50"):
        assert part in text


def test_works_and_departures_are_listed(pages):
    assert [item.text for item in pages["logistic"].root.by_id("sources").all("li")] == ["Verhulst (1838)", "Nobody (1900)"]
    assert [item.text for item in pages["logistic"].root.by_id("departures").all("li")] == ["It has no people."]


def test_what_never_changes_has_no_figure_and_is_named(pages):
    assert "As at the start throughout: ceiling." in pages["logistic"].root.by_id("courses").text


def test_a_model_that_is_solved_at_the_start_says_so(tmp_path):
    still = material(Logistic(), [0.0, 1.0], {"ceiling": [[1.0, 1.0]]})
    assert "solved at the start" in written(model_page(still), tmp_path).root.by_id("courses").text


def test_the_page_is_the_same_bytes_each_time(walked):
    assert model_page(walked) == model_page(walked)


def test_the_page_of_checks_has_a_table_a_model_and_what_does_not_hold_first(pages, tmp_path):
    page = pages["rows"]
    assert [node.attributes["id"] for node in page.root.all("section")] == ["answer", "model-logistic"]
    captions = [node.text for node in page.root.all("caption")]
    assert captions == ["Checks that hold, model by model", "Checks that do not hold", "logistic: checks, computed"]
    assert "1 of 2 checks hold; 1 does not." in page.root.by_id("answer").text
    assert "Nothing was checked." in written(rows_page([]), tmp_path).root.by_id("answer").text


def test_a_fan_is_drawn_as_bands_with_a_median_and_one_course_as_a_line(walked, grown):
    for size in (WIDE, NARROW):
        several, one = ([layer["mark"]["type"] for layer in course_panel(run.fans[0], size).to_dict()["layer"]] for run in (walked, grown))
        assert several == ["area", "area", "line", "text"]
        assert one == ["line"]


def test_a_fan_in_words_names_time_in_the_models_own_unit():
    levels = np.array([[0, 1.0], [0, 2], [0, 3], [0, 4], [0, 5]])
    told = in_words(Course("x", "", "1", "sweep", np.array([0.0, 40.0]), levels))
    assert told.startswith("At sweep 40, 50 of 100 histories lie between 2 and 4")


def test_a_course_of_very_many_times_makes_no_larger_page():
    times = np.arange(200_000.0)
    course = Course("x", "what", "1", "step", times, np.tile(np.sin(times / 1e4), (5, 1)) + np.arange(5)[:, None])
    page = course_figure(course, "x")
    assert len(page) < 400_000
    assert "1,500 of 200,000 times" in page
    assert "199999" in page, "the last time is kept"
