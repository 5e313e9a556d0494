"""The classic models of collective action and unrest, each of them a rival of our own mechanisms.

Every model is a frozen dataclass whose fields are its parameters, and starts, goes on and is looked
at like any other (`groundswell.model.Model`). `ALL` lists them; each is imported when it is first
used, so that naming one compiles none of the others.
"""

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

from groundswell.errors import UsageError

if TYPE_CHECKING:
    from groundswell.models.classic import Classic

WHERE: dict[str, str] = {
    "granovetter": "thresholds.granovetter:Granovetter",
    "kuran": "thresholds.kuran:Kuran",
    "watts": "networks.watts:Watts",
    "gleeson-cahalane": "networks.gleeson_cahalane:GleesonCahalane",
    "centola-macy": "networks.centola_macy:CentolaMacy",
    "epstein": "epstein.epstein:Epstein",
    "information-cascade": "information.information_cascade:InformationCascade",
    "leipzig-mondays": "information.leipzig_mondays:LeipzigMondays",
    "global-game": "games.global_game:GlobalGame",
    "committed-minority": "minority.committed_minority:CommittedMinority",
    "lang-de-sterck": "arab_spring.lang_de_sterck:LangDeSterck",
    "burbeck": "riots.burbeck:Burbeck",
    "bonnasse-gahot": "riots.bonnasse_gahot:BonnasseGahot",
    "turchin-stress": "turchin.stress:TurchinStress",
    "turchin-radicals": "turchin.radicals:TurchinRadicals",
    "turchin-fiscal": "turchin.fiscal:TurchinFiscal",
    "hawkes": "hawkes.hawkes:Hawkes",
    "hawkes-days": "hawkes.hawkes_days:HawkesDays",
    "coalescence": "sizes.coalescence:CoalescenceFragmentation",
    "braha": "sizes.braha:Braha",
}

__all__ = ["ALL", "WHERE", "by_name"]


def by_name(name: str) -> "type[Classic]":
    """The classic of this name. Raises UsageError, with the nearest name, for one that does not exist.

    >>> by_name("granovetter").title
    'Thresholds of collective behavior'
    """
    if name not in WHERE:
        near = get_close_matches(str(name), WHERE, n=1, cutoff=0.5)
        hint = f"did you mean `{near[0]}`?" if near else "`groundswell models list` tells them all"
        raise UsageError.of("model", f"`{name}`", "the name of a classic model", hint)
    module, _, cls = WHERE[name].partition(":")
    found: type[Classic] = getattr(import_module(f"groundswell.models.{module}"), cls)
    return found


def __getattr__(name: str) -> Any:
    if name == "ALL":
        return tuple(map(by_name, WHERE))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
