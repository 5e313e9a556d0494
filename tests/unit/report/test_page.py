"""The report is one file that fetches nothing and runs nothing, and can be read with or without eyes."""

import csv
import io
import re
from itertools import pairwise
from urllib.parse import unquote

import numpy as np
import pytest

import groundswell as gs
from groundswell.analysis.wording import out_of_a_hundred
from groundswell.engine.anatomy import mechanisms
from groundswell.errors import RunError, UsageError
from groundswell.report.page import SECTIONS
from groundswell.report.palette import LIGHT
from groundswell.report.words import MODEL_ONLY, number
from groundswell.scenario.parameters import PARAMETERS

LARGEST = 1_500_000  # bytes
FIGURES = {"endings", "fall-dates", "effects-government-falls", "effects-killed", "contributions-1"} | {
    f"{kind}-{name}" for kind in ("fan", "density") for name in ("approval", "killed", "active-share", "stoppage")
}


def figures(page):
    return {node.attributes["id"]: node for node in page.root.all("figure")}


def test_the_policy_lets_nothing_in_and_stands_before_anything_it_governs(page):
    head = page.root.first("head").children
    metas = [node for node in head if node.tag == "meta"]
    policy = next(node for node in metas if node.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert head.index(policy) < head.index(page.root.first("style"))


def test_nothing_is_fetched_and_nothing_runs(page):
    for node in page.root:
        assert node.tag not in ("script", "iframe", "object", "embed", "link", "form", "base", "foreignobject")
        for name, value in node.attributes.items():
            assert not name.startswith("on"), f"{name} on <{node.tag}>"
            if name in ("src", "href", "xlink:href", "srcset", "action", "data", "poster"):
                assert value.startswith(("#", "data:text/csv")), f"{name}={value[:60]}"
    assert not re.search(r"@import|url\((?!#)", page.source)


def test_links_within_the_page_lead_somewhere(page):
    ids = {node.attributes["id"] for node in page.root if "id" in node.attributes}
    links = [node.attributes["href"][1:] for node in page.root.all("a") if node.attributes["href"].startswith("#")]
    assert len(links) > len(SECTIONS)
    assert set(links) <= ids


def test_every_id_is_used_once_so_that_no_picture_takes_the_clip_of_another(page):
    ids = [node.attributes["id"] for node in page.root if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    used = set(re.findall(r"url\(#([^)]+)\)", page.source))
    assert used
    assert used <= set(ids)


def test_it_is_small(page):
    assert page.path.stat().st_size < LARGEST


def test_the_sections_come_in_the_order_in_which_a_reader_wants_them(page):
    names = [node.attributes["id"] for node in page.root.all("section")]
    assert names == [
        "answer", "outcomes", "courses", "story", "causes", "record", "verdict", "questions", "assumptions", "limits", "sources",
        "provenance",
    ]  # fmt: skip


def test_the_language_is_told_and_headings_skip_no_level(page):
    assert page.root.first("html").attributes["lang"] == "en"
    levels = [int(node.tag[1]) for node in page.root if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_it_draws_what_it_is_for(page):
    assert set(figures(page)) >= FIGURES


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_figure_has_a_name_for_those_who_cannot_see_it_and_a_table(page, name):
    figure = figures(page)[name]
    pictures = [node for node in figure.all("svg") if node.attributes.get("role") == "img"]
    assert pictures
    for picture in pictures:
        named = [page.root.by_id(one).text for one in picture.attributes["aria-labelledby"].split()]
        assert len(named) == 2
        assert all(named), "title and description say something"
        assert named[1] in figure.first("figcaption").text, "those who see and those who listen are told the same"
    others = [node for node in figure.all("svg") if node not in pictures and node.parent.tag != "svg"]
    assert all(node.attributes.get("aria-hidden") == "true" for node in others)
    assert figure.first("details").first("table").rows()


def test_pictures_take_their_colors_from_the_theme(page):
    for svg in page.root.all("svg"):
        for node in svg:
            for name in ("fill", "stroke"):
                assert node.attributes.get(name, "none") in {"none", "transparent", *(f"var(--{color})" for color in LIGHT)}


def test_every_table_says_what_it_is_and_can_be_scrolled_by_keyboard(page):
    for table in page.root.all("table"):
        frame = table.parent
        assert frame.attributes["tabindex"] == "0"
        assert frame.attributes["role"] == "region"
        assert frame.attributes["aria-label"] == table.first("caption").text
        assert all(cell.attributes.get("scope") == "col" for cell in table.first("thead").all("th"))


def test_the_answer_has_numbers_and_says_what_it_speaks_of(page, runs):
    text = page.root.by_id("answer").text
    share = gs.falls(runs).any.share
    assert f"In {round(100 * share.share)} of 100 at least one government falls" in text
    assert f"±{100 * share.margin:.0f}, the sampling error of {runs.replicates} histories" in text
    assert share.words in text
    assert MODEL_ONLY in text


def test_squares_legend_table_and_file_tell_the_same_endings(page, runs):
    found, figure = gs.endings(runs), figures(page)["endings"]
    assert len(next(node for node in figure.all("svg") if node.attributes.get("role") == "img").all("rect")) == 100
    told = {row[0]: int(row[1]) for row in figure.first("table").rows()}
    assert told == {row.words: row.share.count for row in found.rows}
    saved = {row["slug"]: int(row["count"]) for row in rows_of(figure.first("details").first("a"))}
    assert saved == {row.slug: row.share.count for row in found.rows}
    legend = next(node for node in figure if node.attributes.get("class") == "legend")
    shown = {item.children[-1]: item.first("b").text for item in legend.all("li")}
    assert shown == {row.words: in_a_hundred(row.share.share) for row in found.rows if row.share.count}
    assert {row[0]: row[2] for row in figure.first("table").rows() if int(row[1])} == shown, "one ending has one number"
    assert "only the squares are evened out so that there are 100" in figure.first("figcaption").text


def in_a_hundred(share):
    return out_of_a_hundred(share).replace("fewer than ", "<").replace("more than ", ">")


def test_the_answer_tells_an_ending_by_the_number_of_the_table(page, runs):
    for row in sorted(gs.endings(runs).rows, key=lambda row: -row.share.count)[:3]:
        assert f"{row.words} ({out_of_a_hundred(row.share.share)} in 100)" in page.root.by_id("answer").text


def rows_of(link):
    assert link.attributes["download"].endswith(".csv")
    kind, _, data = link.attributes["href"].partition(",")
    assert kind == "data:text/csv;charset=utf-8"
    return list(csv.DictReader(io.StringIO(unquote(data))))


def test_the_saved_file_of_a_fan_holds_its_quantiles_week_by_week(page, runs):
    rows = rows_of(figures(page)["fan-approval"].first("details").first("a"))
    days, values = runs.trajectory("poll")
    assert [row["date"] for row in rows] == [runs.date(int(day)).isoformat() for day in days]
    expected = np.quantile(values.astype(float), 0.25, axis=0, method="inverted_cdf")
    # four digits are kept
    assert np.allclose([float(row["p25"]) for row in rows], expected, rtol=5e-4)


@pytest.mark.parametrize("name", ["active-share", "stoppage"])
def test_what_nobody_observed_says_so_and_has_no_record_over_it(page, name):
    for kind in ("fan", "density"):
        figure = figures(page)[f"{kind}-{name}"]
        assert "not observed anywhere" in figure.first("h3").text
        assert "the record" not in figure.first("figcaption").text
        assert not [node for node in figure if node.attributes.get("fill") == "var(--ink)"]


def test_the_record_is_drawn_in_ink_where_there_is_one(page):
    for name in ("fan-killed", "density-killed", "fall-dates"):
        pictures = [node for node in figures(page)[name].all("svg") if node.attributes.get("role") == "img"]
        assert len(pictures) == 2
        for picture in pictures:
            assert [node for node in picture if node.tag == "path" and node.attributes.get("fill") == "var(--ink)"]


def test_few_histories_put_a_tag_on_everything_that_is_drawn(page):
    for name, figure in figures(page).items():
        assert "rough: 64 histories" in figure.first("h3").text, name
    assert "rough: 64 histories" in page.root.first("h1").text


def test_every_parameter_is_listed_with_unit_prior_default_and_source(page):
    table = next(one for one in page.root.by_id("assumptions").all("table") if one.first("caption").text == "Parameters of the model")
    rows = {row[1]: row for row in table.rows()}
    assert set(rows) == {parameter.name.replace("_", " ") for parameter in PARAMETERS}
    assert all(all(row) for row in rows.values()), "no cell is empty"


def test_every_mechanism_is_told_with_equation_source_and_what_off_means(page):
    text = page.root.by_id("assumptions").text
    for row in mechanisms():
        assert f"{row.id} · {row.name.replace('_', ' ')}" in text
        for part in (row.summary, row.equation, row.off, row.source):
            assert part in text, row.name


def test_every_act_of_policy_is_listed_as_given_with_its_source(page, scene):
    table = next(one for one in page.root.by_id("assumptions").all("table") if one.first("caption").text == "Acts of policy, given")
    rows = {(row[0], row[1]): row for row in table.rows()}
    assert len(rows) == len(scene.acts)
    assert all(act.source in rows[(act.date.isoformat(), act.name)][-1] for act in scene.acts)


def test_every_work_of_the_bibliography_is_there(page, scene):
    text = page.root.by_id("sources").text
    assert all(work.citation in text for work in scene.sources)


def test_it_says_how_to_make_it_again(page, runs):
    text = page.root.by_id("provenance").text
    assert runs.run_id in text
    assert runs.spec["identity"]["engine"] in text
    assert "groundswell run bolivia-autumn --replicates 64 --seed 1" in text
    assert "64: 0 to 63" in text and "The run was kept in memory only" in text


def test_effects_and_contributions_are_told_apart(page, pair, explanation):
    causes = page.root.by_id("causes")
    effects, parts = figures(page)["effects-government-falls"], figures(page)["contributions-1"]
    found = gs.effect(pair, "government_falls").rows[0]
    assert effects.first("table").rows()[0][5] == f"{found.up}, {found.down}, {found.same}"
    low, high = effects.first("table").rows()[0][4].split(" to ")
    assert f"[{low}, {high}]" in gs.effects_in_words(gs.effect(pair, "government_falls")), "page and terminal round alike"
    assert len(parts.first("table").rows()) == len(explanation.rows)
    assert "Effects of several changes do not add up" in causes.text
    assert "contributions do add up to that change" in causes.text
    assert "the parts sum to that" in parts.first("figcaption").text


def test_without_an_explanation_the_whole_command_for_one_is_given(scene, runs, pair, tmp_path):
    history, place, day = gs.busiest(runs)
    told = read_pair(scene, runs, pair, tmp_path).root.by_id("causes").text
    assert "PLACE" not in told
    explain = f"groundswell explain runs/bolivia-autumn-{runs.run_id} --place {place} --day {runs.date(day)} --history {history}"
    run = "groundswell run bolivia-autumn --replicates 64 --seed 1"
    assert f"{run}, which keeps the run in a folder, and then {explain}" in told, "the run was in memory: nothing is in that folder yet"


def test_a_run_that_is_kept_is_explained_from_its_folder(scene, tmp_path):
    kept = gs.run(scene, replicates=64, seed=1, out=tmp_path)
    page = read_again(scene, kept, tmp_path)
    assert f"The command is groundswell explain runs/{kept.run_dir.name}" in page.root.by_id("causes").text
    assert "in memory" not in page.root.by_id("provenance").text


def test_an_explanation_of_the_history_told_says_so(scene, runs, tmp_path):
    causes = read_pair(scene, runs, gs.explain(runs, *gs.busiest(runs)), tmp_path).root.by_id("causes")
    assert f"history {gs.nearest(runs).history}, the one told above" in causes.text


def test_effects_say_over_which_histories_they_are_and_that_they_compare_means(scene, runs, tmp_path):
    why = gs.ablate(runs, "repression_backfires", replicates=32, memory=True)
    drawn = figures(read_pair(scene, runs, why, tmp_path))
    falls, killed = (drawn[name].first("figcaption").text for name in ("effects-government-falls", "effects-killed"))
    before = number(100 * gs.effect(why, "government_falls").rows[0].baseline)
    assert f"over the first 32 of 64 histories, so “before”, here {before}, can differ from the number of the whole run" in falls
    assert "“before” and “after” are means" in killed and "the answer tells the median" in killed
    assert [cell.text for cell in drawn["effects-killed"].first("thead").all("th")][1:3] == ["mean before", "mean after"]


def test_effects_over_all_histories_do_not_speak_of_the_first(page):
    caption = figures(page)["effects-government-falls"].first("figcaption").text
    assert "all 64 histories" in caption
    assert "can differ" not in caption


def test_the_terminal_says_over_which_histories_effects_are(runs):
    why = gs.ablate(runs, "repression_backfires", replicates=32, memory=True)
    before = gs.effect(why, "government_falls").rows[0].baseline
    text = " ".join(gs.summary(runs, why).split())
    assert f"over the first 32 of 64 histories, paired, where it is {100 * before:.0f} with every mechanism" in text
    assert "change of the mean" in " ".join(gs.effects_in_words(gs.effect(why, "killed")).split())


def test_a_recorded_value_is_inside_outside_or_said_not_to_be_comparable(page, runs):
    section = page.root.by_id("record")
    found = gs.against_record(runs)
    table = section.first("table").rows()
    assert [row[-1].partition(";")[0] for row in table] == [row.verdict for row in found.rows]
    assert [row[-2] for row in table] == ["yes" if row.independent else "no" for row in found.rows]
    assert ["; wide" in row[-1] for row in table] == [row.wide for row in found.rows]
    assert ["leans on an input" in row[-1] for row in table] == [bool(row.leans_on) for row in found.rows]
    assert all(why in section.text for why in found.not_comparable.values())


def test_the_record_is_led_by_the_miss_of_the_median_and_counts_nothing_twice(page, runs):
    text, found = page.root.by_id("record").text, gs.against_record(runs)
    killed = found.of("killed_by_forces")[0]
    assert f"median {killed.median:.0f} against 61 on record" in text
    assert f"of {len(found.compared)} recorded values" not in text
    assert all(tally.text() in text for tally in found.tallies())


def test_an_ending_that_nothing_leads_to_has_no_interval(page, runs):
    table = {row[0]: row for row in figures(page)["endings"].first("table").rows()}
    absent = gs.endings(runs).not_modeled
    assert {"elected_turn"} <= {row.slug for row in absent}, "a caretaker has 180 days to call a vote, the autumn 153"
    for row in absent:
        assert table[row.words][1:5] == ["0", "", "", ""]
        assert table[row.words][5] == f"not modeled: {row.why_not}"


def test_counts_of_a_share_alike_source_carry_its_terms(page, runs, tmp_path):
    for name in ("sources", "record"):
        assert "must name that source and share them under CC BY-SA 4.0 too" in page.root.by_id(name).text
    assert "CC BY-SA 4.0" in page.root.first("footer").text
    scene = runs.scenario.without("observed")
    bare = read_again(scene, gs.run(scene, replicates=2, seed=1, memory=True), tmp_path)
    assert "must name that source" not in bare.root.text


def test_acts_dated_from_the_answer_say_so(page, scene):
    table = next(one for one in page.root.by_id("assumptions").all("table") if one.first("caption").text == "Acts of policy, given")
    dated = {(row[0], row[1]): row[7] for row in table.rows()}
    assert set(dated.values()) == {"the act", "the answer to it"}
    assert all(dated[act.date.isoformat(), act.name].endswith("answer to it") == (act.dated_from == "answer") for act in scene.acts)


def test_bands_and_sampling_errors_say_what_does_not_vary(page):
    for name in ("outcomes", "courses"):
        assert "lines, unity, seats, severities, shares of people) are the same in all histories" in page.root.by_id(name).text


def test_effects_are_called_upper_bounds_and_counted_among_all(page, runs, scene, tmp_path):
    assert "They are upper bounds" in page.root.by_id("causes").text
    why = gs.ablate(runs, ["repression_backfires", "brokers_bridge"], memory=True)
    figure = figures(read_pair(scene, runs, why, tmp_path))["effects-government-falls"]
    found = gs.effect(why, "government_falls")
    assert [row[-1] for row in figure.first("table").rows()] == ["yes" if row.settled_among(2) else "no" for row in found.rows]
    assert f"The largest of 2 effects come first; each interval stands alone and is not adjusted for their number. With 0.05 divided by 2, {len(found.settled)} still" in figure.text  # noqa: E501


def read_pair(scene, runs, why, folder):
    from tests.unit.report.reading import read

    return read(gs.report(scene, runs, why, to=folder / "pair.html"))


def test_a_text_of_a_scenario_cannot_become_markup(runs, tmp_path):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"alert(1)"
    scene = runs.scenario.set("title", hostile).set("question", hostile).set("places.el-alto.name", hostile)
    page = read_again(scene, gs.run(scene, replicates=1, seed=1, memory=True), tmp_path)
    test_nothing_is_fetched_and_nothing_runs(page)
    assert hostile in page.root.by_id("answer").text


def read_again(scene, runs, folder):
    from tests.unit.report.reading import read

    return read(gs.report(scene, runs, to=folder / "again.html"))


def test_without_a_record_nothing_is_said_to_be_recorded(runs, tmp_path):
    scene = runs.scenario.without("observed")
    page = read_again(scene, gs.run(scene, replicates=2, seed=1, memory=True), tmp_path)
    assert "Nothing is on record for these dates" in page.root.by_id("record").text
    assert not [node for svg in page.root.all("svg") for node in svg.all("path") if node.attributes.get("fill") == "var(--ink)"]
    of_a_record = ("What records hold", "Recorded:", "years that are over", "One history happened")
    assert not [words for words in of_a_record if words in page.root.text]


def test_a_case_without_sources_says_that_it_names_none(tmp_path):
    scene = gs.load("one-republic")
    page = read_again(scene, gs.run(scene, replicates=2, seed=1, memory=True), tmp_path)
    assert "It names no source" in page.root.by_id("sources").text and "0 sources" not in page.root.text


def test_the_terminal_explains_the_mark_of_a_record_only_where_there_is_one(runs):
    without = gs.run(runs.scenario.without("observed"), replicates=2, seed=1, memory=True)
    assert "◆ record" in gs.summary(runs) and "◆" not in gs.summary(without)


def test_the_same_run_gives_the_same_page_to_the_byte(scene, runs, tmp_path):
    one, other = (gs.report(scene, runs, to=tmp_path / name).read_bytes() for name in ("one.html", "other.html"))
    assert one == other


def test_runs_of_another_scenario_are_refused(scene, runs, tmp_path):
    other = scene.set("governments.mesa.line", 0.5)
    with pytest.raises(UsageError, match="another version of bolivia-autumn"):
        gs.report(other, runs, to=tmp_path / "no.html")
    assert not (tmp_path / "no.html").exists()


def test_what_is_no_finding_is_refused(scene, runs, tmp_path):
    with pytest.raises(UsageError, match="a int"):
        gs.report(scene, runs, 3, to=tmp_path / "no.html")


def test_a_place_that_cannot_be_written_to_is_told_and_leaves_nothing(scene, runs, tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(RunError, match="file") as told:
        gs.report(scene, runs, to=tmp_path / "file" / "report.html")
    assert "to=" not in told.value.problems[0].hint, "the same place again helps nobody"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
