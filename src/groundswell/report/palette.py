"""Colors and glyphs: what is simulated in color, what is recorded in ink, in the light and in the dark.

Every color has one name and, in the light, one hex code that no other name has. A chart is drawn
with the codes of the light theme, so that it can stand alone; inside a page each code becomes a
variable of that name, and the page says what it is in the dark and on paper.
"""

from typing import NamedTuple

LIGHT = {
    "paper": "#fdfdfc",
    "ink": "#1b1f24",
    "muted": "#575e66",
    "rule": "#e2e0da",
    "outline": "#8d8a82",
    "glyph": "#1a1d22",
    "simulated": "#0b5c8a",
    "less": "#5b3a8c",
    "more": "#9a5200",
    "no-episode": "#dfe3e8",
    "subsided": "#a39a8c",
    "conceded": "#6fb7cf",
    "replaced-kept": "#f0923b",
    "replaced-changed": "#0a5f73",
    "elected": "#42a584",
    "reaction": "#332b2b",
    "dual-power": "#b02a30",
    "transferred": "#aa84cc",
    "civil-war": "#f7dc85",
}
DARK = {
    "paper": "#14171b",
    "ink": "#eef1f4",
    "muted": "#aab1b9",
    "rule": "#343a41",
    "outline": "#8f959c",
    "glyph": "#14161a",
    "simulated": "#74b9e4",
    "less": "#b79be0",
    "more": "#e8a04a",
    "no-episode": "#3a424b",
    "subsided": "#8f8678",
    "conceded": "#6fb7d0",
    "replaced-kept": "#f0923c",
    "replaced-changed": "#2a93ab",
    "elected": "#43b891",
    "reaction": "#d8cfc6",
    "dual-power": "#d9535a",
    "transferred": "#b795d8",
    "civil-war": "#f7dc86",
}


class Look(NamedTuple):
    """How the square of one ending is drawn: its color, and a glyph for those who cannot tell colors apart."""

    color: str
    glyph: str
    glyph_color: str = "glyph"


LOOKS = {
    "no_episode": Look("no-episode", "none"),
    "subsided": Look("subsided", "bar"),
    "conceded": Look("conceded", "ring"),
    "government_replaced_policy_kept": Look("replaced-kept", "slash"),
    "government_replaced_policy_changed": Look("replaced-changed", "triangle", "paper"),
    "elected_turn": Look("elected", "plus"),
    "reaction_prevailed": Look("reaction", "cross", "paper"),
    "dual_power": Look("dual-power", "bars", "paper"),
    "power_transferred": Look("transferred", "star"),
    "civil_war": Look("civil-war", "bolt"),
}


def variables(theme: dict[str, str]) -> str:
    """The colors of a theme as declarations of a style sheet."""
    return "".join(f"--{name}:{code};" for name, code in theme.items())


def themed(svg: str) -> str:
    """A drawing whose colors follow the page it stands in."""
    for name, code in LIGHT.items():
        svg = svg.replace(f'"{code}"', f'"var(--{name})"')
    return svg
