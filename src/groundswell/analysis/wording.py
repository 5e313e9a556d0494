"""The words of findings: chances, counts out of a hundred, lists, and plain tables."""

from collections.abc import Sequence

# Shares up to which a chance is called so; the last word holds for all above.
CHANCES = (
    (0.05, "very unlikely"),
    (0.20, "unlikely"),
    (0.40, "less likely than not"),
    (0.60, "about as likely as not"),
    (0.80, "likely"),
    (0.95, "very likely"),
)

ENDINGS = {
    "no_episode": "no wave of protest rose",
    "subsided": "the wave subsided, nothing granted",
    "conceded": "demands were granted",
    "government_replaced_policy_kept": "the government was replaced, its policy stayed",
    "government_replaced_policy_changed": "the government was replaced, and its policy with it",
    "elected_turn": "an early election followed",
    "reaction_prevailed": "opponents took power by force",
    "dual_power": "councils and state stood side by side",
    "power_transferred": "power passed to councils",
    "civil_war": "armed bodies fought each other",
}

WAVE = "A wave counts everybody in action, whatever the side: a rally of opponents of the movement can make one."

ROUTES = {
    "street": "the street", "congress": "congress", "transfer": "a transfer of power", "reversal": "a reversal by force",
    "coup": "a coup", "intervention": "an intervention from outside",
}  # fmt: skip


def ending_in_words(slug: str) -> str:
    """What an ending means.

    >>> ending_in_words("conceded")
    'demands were granted'
    """
    return ENDINGS.get(slug, slug.replace("_", " "))


def chance_in_words(share: float) -> str:
    """A chance in words.

    >>> chance_in_words(0.5), chance_in_words(0.0), chance_in_words(1.0)
    ('about as likely as not', 'very unlikely', 'nearly all histories')
    """
    return next((word for bound, word in CHANCES if share <= bound), "nearly all histories")


def out_of_a_hundred(share: float) -> str:
    """A share as so many in 100, without rounding something to nothing or not quite all to all.

    >>> [out_of_a_hundred(share) for share in (0, 0.001, 0.43, 0.999, 1)]
    ['0', 'fewer than 1', '43', 'more than 99', '100']
    """
    if not 0 <= share <= 1:
        return "unknown"
    hundred = round(100 * share)
    if share > 0 and hundred == 0:
        return "fewer than 1"
    return "more than 99" if share < 1 and hundred == 100 else str(hundred)


def listed(words: Sequence[str]) -> str:
    """Words in a row, with "and" before the last.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}" if words else ""


def ordinal(k: int) -> str:
    """The k-th in words, for small k.

    >>> ordinal(1), ordinal(12)
    ('first', '12th')
    """
    small = ("first", "second", "third", "fourth", "fifth")
    return small[k - 1] if k <= len(small) else f"{k}th"


def columns(rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Rows as a plain table; the columns named by number in `right` are set to the right.

    >>> print(columns([["a", "1"], ["bc", "10"]], right=[1]))
    a    1
    bc  10
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [cell.rjust(width) if k in right else cell.ljust(width) for k, (cell, width) in enumerate(zip(row, widths, strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
