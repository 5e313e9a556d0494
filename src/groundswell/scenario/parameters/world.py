"""The economy, the world outside, and what of it all is seen."""

from groundswell.scenario.parameters.row import DAYS, JUDGED, POSITIVE, SHARE, drawn, held

ECONOMY = (
    held("flow_world_share", "w", "share", 0.5, SHARE, "share of the world in the tides of capital",
         "assumed: about half of what moves capital flows to emerging economies is common to them (Calvo, Leiderman & Reinhart 1993)"),
    held("flow_memory", "ϱ_F", "share", 0.9, (0.0, 0.999), "what a month keeps of capital's tide", JUDGED),
    held("crisis_rate", "λ_k", "1/month", 0.008, POSITIVE, "rate of currency crises where all capital is foreign", JUDGED),
    held("crisis_flow", "k_F", "1", 0.8, POSITIVE, "weight of missing capital", JUDGED),
    held("crisis_contagion", "k_T", "1", 2, POSITIVE, "weight of a partner's devaluation", JUDGED),
    held("crisis_months", "τ_k", "months", 18, (1.5, 1000), "months in which a crisis fades", JUDGED),
    held("crisis_slump", "y_k", "% a year", 8, POSITIVE, "growth per head lost at once", JUDGED),
    held("crisis_joblessness", "j_k", "%", 5, POSITIVE, "unemployment added", JUDGED),
    held("crisis_dearness", "π_k", "% a year", 25, (0.0, 1000.0), "inflation added", JUDGED),
    held("room_days", "τ_M", "days", 180, DAYS, "days in which the budget follows", JUDGED),
    held("room_least", "M_0", "share", 0.15, SHARE, "ease of granting without any room", JUDGED),
    held("room_growth", "k_g", "1/%", 0.05, POSITIVE, "room per point of growth", JUDGED),
    held("room_pressure", "k_P", "share", 0.4, SHARE, "room that outside pressure takes", JUDGED),
    held("room_aid", "k_A", "share", 0.4, SHARE, "room that aid gives", JUDGED),
    held("exit_rate", "r_x", "1/year", 0.03, POSITIVE, "share that leaves in a year per point of hardship where the way is open",
         "assumed: the one or two in a hundred who left Ecuador a year in 1999-2001 (Jokisch & Pribilsky 2002), its way half open"),
    held("organizing_months", "τ_O", "months", 60, (1.0, 1000.0), "months in which newcomers organize",
         "assumed: five years, of the order of the years between arrival and boards of neighbors"),
    held("doubt_gain", "k_D", "share", 0.4, SHARE, "doubt that a crisis at home or fully heard of teaches", JUDGED),
    held("doubt_months", "τ_b", "months", 120, (1.0, 1000.0), "months in which doubt fades", JUDGED),
    held("doubt_approval", "l_b", "share", 0.2, SHARE, "approval at rest that full doubt costs who keeps to the model", JUDGED),
)

OUTSIDE = (
    held("pressure_push", "a_P", "1", 3, POSITIVE, "what full pressure from outside adds to attempts at reversal", JUDGED),
    held("intervention_rate", "r_P", "1/day", 0.0001, POSITIVE, "rate of stepping in under full pressure",
         "assumed: about four governments of the Americas brought down in a hundred years of such pressure, 1950-2000"),
    held("mediation_rate", "r_g", "1/day", 0.3, POSITIVE, "rate at which trusted mediation begins when it is ripe", JUDGED),
    held("mediation_hurt", "h_g", "share", 0.3, (0.01, 1), "hurt of both sides at which it is", JUDGED),
    held("mediation_end_rate", "e_g", "1/day", 0.1, POSITIVE, "rate at which it ends", JUDGED),
    held("mediation_settling", "g_g", "1/day", 0.5, POSITIVE, "what it adds to the rate of granting under full pressure", JUDGED),
    held("mediation_truce", "t_g", "1/day", 0.3, SHARE, "how fast it brings a truce under full stoppage", JUDGED),
    held("isolation_days", "τ_I", "days", 730, DAYS, "days in which isolation is felt", JUDGED),
    held("isolation_erosion", "e_I", "1/day", 0.0002, SHARE, "how fast full isolation softens policy",
         "assumed: well over a decade, since such governments keep their line for one or several (Levitsky & Way 2013)"),
    held("isolation_gain", "k_I", "1", 2, POSITIVE, "how much sooner it ends a rule of councils", JUDGED),
    held("council_rule_days", "τ_C1", "days", 3650, DAYS, "mean days that councils rule", JUDGED),
)

READING = (
    held("conceded_share", "a_c", "share", 0.25, SHARE, "largest grant of a demand from which an episode counts as conceded", JUDGED),
    held(
        "episode_share",
        "a_e",
        "share",
        0.01,
        (1e-4, 1),
        "active share of the country that counts as an episode",
        "assumed: about 80,000 people in a country of eight million, the order of the record's national waves",
    ),
)

OBSERVATION = (
    drawn("report_rate", "ρ_e", "1/day", 0.005, 0.1, "rate at which a protest of the crowd c_e is reported, a place", JUDGED),
    held("report_crowd", "c_e", "persons", 10000, (1, 1e7), "such a crowd", JUDGED),
    held("report_size", "γ", "1", 0.6, (0.0, 2.0), "how reports rise with size",
         "assumed: about .6, the exponent a 20-country prototype fitted to event counts"),
    held("poll_sample", "n", "persons", 800, (1, 1e6), "people asked in a poll",
         "assumed: one poll of March 2004 in four cities asked 819"),
)
