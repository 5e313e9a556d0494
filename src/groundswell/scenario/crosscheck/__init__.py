"""What must hold between records: dates, sums, succession, bounds of parameters.

Works on records that are sound by themselves. A check whose records could not all be read stays
silent, so that one fault is not told twice. Each is a sentence, in the module of its subject.
"""

from collections.abc import Iterator

from groundswell.scenario.crosscheck import acts, countries, dates, offices, people, settings
from groundswell.scenario.crosscheck.world import World
from groundswell.scenario.document import Document, Fault

CHECKS = (
    people.somebody_is_there,
    dates.time_runs_forward,
    dates.dates_lie_within,
    offices.winners_wait_for_polling_day,
    people.groups_live_where_they_say,
    people.groups_add_up_to_the_country,
    dates.months_cover_the_time,
    offices.successions_do_not_go_round,
    countries.countries_keep_to_themselves,
    offices.handovers_change_something,
    acts.one_national_agenda,
    people.loyalty_has_a_range,
    acts.acts_that_take_raise_a_demand,
    acts.acts_of_any_government_say_why,
    countries.names_tell_countries_from_places,
    countries.acts_belong_to_one_country,
    countries.offices_stay_within_a_country,
    people.ties_and_flows_join_two,
    settings.parameters_are_known_and_within_bounds,
    acts.diversions_take_nothing,
    offices.a_result_is_an_input_or_an_outcome,
    countries.flows_stay_within_a_country,
    people.no_more_leave_than_there_are,
    dates.commitments_end_after_they_begin,
)


def cross_faults(document: Document) -> Iterator[Fault]:
    """All that does not hold between the records of a document."""
    world = World(document)
    for check in CHECKS:
        for doubt in check(world):
            mark = document.marks.key(doubt.path) if doubt.at_key else document.marks.value(doubt.path)
            yield Fault(mark, doubt.path, doubt.got, doubt.expected, doubt.hint)
