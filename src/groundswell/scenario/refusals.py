"""What a scenario has no room for: people who could be found, and lists of whom to find.

Groundswell models populations and institutions. A key that would hold a private person, a trace
of one, or the organizers, venues and routes of a movement is refused by name, and says why.
"""

import re

PERSON = re.compile(
    r"""account|address|addresses|biometric|birth|birthday|birthdate|card|cookie|device|email|face|facebook
    |fingerprint|firstname|follower|gps|handle|household|imei|imsi|individual|instagram|ip|leader|mail|mobile
    |nickname|passport|payment|person|phone|photo|plate|profile|selfie|sim|surname|telegram|telephone|tiktok
    |twitter|user|username|whatsapp""",
    re.VERBOSE,
)
MOVEMENT = re.compile(r"assembly|hideout|meeting|organi[sz]er|rally|ringleader|route|safehouse|venue")
TRACE = re.compile(r"[\w.+-]+@[\w-]+\.\w{2,}|(?:^|\s)@\w{2,}")

PERSON_HINT = "remove it: a scenario knows groups of 1,000 people and more, and by name only holders of public office"
MOVEMENT_HINT = "remove it: an organization has members, a line and trust; nothing here tells whom or where to strike"
TRACE_HINT = "remove it: nothing in a scenario leads to a person"


def refusal(key: str) -> tuple[str, str, str] | None:
    """Why a key is refused, as the three last parts of an error; None for any other key.

    >>> refusal("leader_name")[0]
    'the key `leader_name`, which would tell of a person'
    >>> refusal("organized") is None
    True
    """
    words = re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key).lower())
    if _any(PERSON, words):
        return f"the key `{key}`, which would tell of a person", "populations and institutions", PERSON_HINT
    if _any(MOVEMENT, words):
        got = f"the key `{key}`, which would tell where or by whom a movement is organized"
        return got, "populations and institutions", MOVEMENT_HINT
    return None


def _any(refused: re.Pattern[str], words: list[str]) -> bool:
    return any(refused.fullmatch(word) or refused.fullmatch(word.removesuffix("s")) for word in words)


def holds_trace(text: str) -> bool:
    """Whether a text holds an e-mail address or the handle of an account.

    >>> holds_trace("write to someone@example.org"), holds_trace("0.5 % of output")
    (True, False)
    """
    return TRACE.search(text) is not None
