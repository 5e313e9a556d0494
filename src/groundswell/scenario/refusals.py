"""What a scenario has no room for: people who could be found, and lists of whom to find.

Groundswell models populations and institutions. A key that would hold a private person, a trace
of one, or the organizers, venues and routes of a movement is refused by name, and says why.
"""

import re

PERSON = frozenset(
    "account accounts address addresses biometric birth birthday birthdate card cookie device devices email"
    " emails face faces facebook fingerprint firstname followers gps handle handles household imei imsi"
    " individual individuals instagram ip leader leaders mail mobile msisdn nickname passport payment payments"
    " person phone phones photo photos plate profile selfie sim surname telegram telephone tiktok tweet twitter"
    " user username users whatsapp".split()
)
MOVEMENT = frozenset(
    "assembly hideout hideouts meeting meetings organiser organisers organizer organizers rally ringleader"
    " ringleaders route routes safehouse venue venues".split()
)
TRACE = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}|(?:^|\s)@\w{2,}")

PERSON_HINT = "remove it: a scenario knows groups of 1,000 people and more, and holders of public office by name"
MOVEMENT_HINT = "remove it: an organization has members, a line and trust; nothing here ranks whom or where to strike"


def refusal(key: str) -> tuple[str, str, str] | None:
    """Why a key is refused: what we got, what we expected, what to do; None for any other key.

    >>> refusal("leader_name")[0]
    'the key `leader_name`, which would tell of a person'
    >>> refusal("organized") is None
    True
    """
    words = set(re.split(r"[^a-z]+", key.lower()))
    if words & PERSON:
        return (f"the key `{key}`, which would tell of a person", "populations and institutions", PERSON_HINT)
    if words & MOVEMENT:
        got = f"the key `{key}`, which would tell where or by whom a movement is organized"
        return (got, "populations and institutions", MOVEMENT_HINT)
    return None


def holds_trace(text: str) -> bool:
    """Whether a text holds an e-mail address or the handle of an account.

    >>> holds_trace("write to someone@example.org"), holds_trace("0.5 % of output")
    (True, False)
    """
    return TRACE.search(text) is not None
