"""What the description says, word for word, of each purpose of luck, each part of a scenario file, and each thing in the world.

A purpose, a part or a kind of thing that has no words here makes the tests of the description fail.
"""

KINDS = {
    "regions": "the region: a mood and a tide of capital that its countries share",
    "powers": "states outside, with means that have an end",
    "nations": "countries, each with a government, a national agenda, an economy and an approval that polls would show",
    "places": "cities and regions, with supplies, councils, armed bodies, and the state's hold on them",
    "cells": "social groups in one place, of at least 1,000 people each: who acts, what they believe, how tired they are",
    "demands": "what people ask for, open or set aside",
    "organizations": "unions, federations, committees: members, leaders with a line, and calls to act",
    "forces": "armed bodies of the state, whose loyalty is hidden until they are ordered",
    "acts": "what a government does to people on a date",
}

DRAWN = {
    "MOOD_REGION": "the region's mood, each day",
    "MOOD_NATION": "a country's mood, each day",
    "MOOD_PLACE": "a place's mood, each day",
    "CROWD": "noise of the finite number of people who reconsider, each day and group",
    "CALL": "whether an organization calls, and calls off",
    "CLASH": "whether troops and crowd clash in a place, and how many die",
    "OPERATION": "whether an armed operation begins, and ends",
    "OPERATION_DEATHS": "how many an operation kills, place by place",
    "MUTINY": "whether the police mutiny, and settle",
    "MUTINY_DEATHS": "how many die in a mutiny",
    "CONCESSION": "whether a demand is granted",
    "DIVERSION": "whether a government moves the agenda to a venue of its own",
    "FALL": "whether a government falls, and by which route",
    "BALLOT": "who wins a ballot that the model decides",
    "REVERSAL": "whether a reversal is attempted, and succeeds",
    "TRANSFER": "whether power passes to councils",
    "LOYALTY": "the hidden loyalty of each force, once a history",
    "PRIOR": "parameters from their priors, or which fitted draw, once a history",
    "REFUSAL": "whether troops refuse an order",
    "POLL": "the error of a poll",
    "REPORT": "whether a newspaper reports a protest",
    "RETURN": "whether a question that was set aside is put again",
    "FLOW": "the month's tide of capital, of the world and of each country",
    "CRISIS": "whether a currency breaks",
    "LEADER": "whether an organization's leaders are replaced",
    "POST": "whether leaders take a post of the state",
    "DECREE": "whether emergency powers are decreed",
    "FIGHT": "whether armed civilians fight, and how many die",
    "INTERVENTION": "whether an outside power steps in",
    "MEDIATION": "whether a mediation begins, and ends",
    "EROSION": "whether a rule of councils ends from within",
}

FIRST = "first"  # what a history begins with
DATED = "dated"  # what reaches it on its way
ABOUT = "about"  # what says what the file is

INPUTS = {
    "schema_version": (ABOUT, "version of the format"),
    "id": (ABOUT, "name of the case"),
    "title": (ABOUT, "its title"),
    "summary": (ABOUT, "what it is about"),
    "question": (ABOUT, "the question it was made for"),
    "licence": (ABOUT, "terms of use"),
    "sources": (ABOUT, "the works that its numbers are from"),
    "observed": (ABOUT, "the record that runs are held against; no history reads it"),
    "start": (FIRST, "the first day"),
    "end": (DATED, "the last day"),
    "countries": (
        FIRST,
        "capital, people, quorum, ballots, debt, lenders, way abroad, mediator, army's tutelage; the economy by month is dated",
    ),
    "places": (FIRST, "where people live, how far a death there is felt, and what resource it holds"),
    "groups": (FIRST, "people, means, exposures, organization, memory and first beliefs of each cell"),
    "organizations": (FIRST, "members, line, stake, trust and activists"),
    "forces": (FIRST, "headcounts by place, and the bounds of hidden loyalty"),
    "governments": (FIRST, "line, unity, seats, approval, hope, policy and base that each brings, and who follows"),
    "demands": (FIRST, "whom each concerns, and whether it is the national agenda, a veto, or shared with the police"),
    "ties": (FIRST, "neighbors and supply roads among places, pacts among organizations, trade and news among countries"),
    "flows": (FIRST, "who moves to which group, in a year and after dismissals"),
    "outside_powers": (DATED, "means, interests and aid of states outside, and when their means are bound elsewhere"),
    "elections": (DATED, "polling days; their results where a winner is named"),
    "handovers": (DATED, "changes of office from outside, such as illness"),
    "acts": (DATED, "what governments do to people; an act happens only if its government is in office"),
    "parameters": (FIRST, "parameters set otherwise than by the table"),
    "draws": (FIRST, "fitted draws of the parameters, one for each history"),
}
