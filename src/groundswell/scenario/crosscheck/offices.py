"""Who governs: elections, handovers and who follows whom."""

from collections.abc import Iterator

from groundswell.scenario.crosscheck.world import Doubt, World

LEAST_TERM = 180  # days between two elections that recur


def winners_wait_for_polling_day(world: World) -> Iterator[Doubt]:
    for path, election in world.of("elections"):
        if election.inauguration and election.inauguration < election.date:
            expected = f"polling day, {election.date}, or later"
            hint = "swap the two if reversed"
            yield Doubt((*path, "inauguration"), str(election.inauguration), expected, hint)


def a_result_is_an_input_or_an_outcome(world: World) -> Iterator[Doubt]:
    """With a winner an election needs the day he enters office and why he is an input; without, neither."""
    for path, election in world.of("elections"):
        for field in ("inauguration", "structural"):
            told = getattr(election, field) is not None
            if told != (election.winner is not None):
                got = f"`{election.winner}` as winner, and no `{field}`" if election.winner else f"`{field}`, and no `winner`"
                hint = f"add `{field}`" if election.winner else f"name the winner, or leave out `{field}`: the model then decides the vote"
                yield Doubt((*path, "winner"), got, "`winner`, `inauguration` and `structural`, or none of them", hint)
        if election.every is not None and election.winner is not None:
            hint = "write one record for each election whose result is known"
            yield Doubt((*path, "every"), f"{election.every:g} days, with a winner", "a winner once, or a vote that recurs", hint)
        if election.every is not None and election.every < LEAST_TERM:
            expected = f"{LEAST_TERM} days or more"
            yield Doubt((*path, "every"), f"{election.every:g}", expected, "a year has 365 days")


def successions_do_not_go_round(world: World) -> Iterator[Doubt]:
    """A chain may come back to an earlier government only through an election."""
    governments = world.by_id("governments")
    if len(governments) < len(world.sections["governments"]):
        return
    for path, government in world.of("governments"):
        round_trip, following = [government], governments.get(government.successor)
        while following and following not in round_trip:
            round_trip.append(following)
            following = governments.get(following.successor)
        closes = following is government and all(one.calls_election_within is None for one in round_trip)
        if closes and government.id == min(one.id for one in round_trip):
            names = " → ".join(one.id for one in [*round_trip, government])
            hint = "leave out `successor` of the last in line, or say within how many days it calls an election"
            expected = "a succession that ends, or comes to an election"
            yield Doubt((*path, "successor"), names, expected, hint)


def handovers_change_something(world: World) -> Iterator[Doubt]:
    for path, handover in world.of("handovers"):
        if handover.outgoing == handover.incoming:
            expected = "another government than the outgoing one"
            yield Doubt((*path, "incoming"), f'"{handover.incoming}"', expected, "name the one that follows")
