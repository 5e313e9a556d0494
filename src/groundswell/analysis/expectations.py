"""What the literature on tipping expects of each kind of measure: a sentence, and whose it is."""

from typing import NamedTuple


class Expectation(NamedTuple):
    """A sentence, the works it leans on, and where they can be found."""

    words: str
    source: str
    found: str


EXPECTED: dict[str, Expectation] = {
    "trigger": Expectation(
        "Where people join once enough others have, the outcome turns on the distribution of thresholds and a slight change can "
        "turn a handful into a crowd; a spark that is insignificant in itself can bring down a government. So size should jump "
        "at a critical trigger, and say little about the trigger above it.",
        "Granovetter (1978); Kuran (1989)", "American Journal of Sociology 83; Public Choice 61, doi:10.1007/BF00116762",
    ),
    "tail": Expectation(
        "Sizes of strike waves in Chicago and Paris fell off as a power law over two to three orders of magnitude, as those of "
        "forest fires do; positive feedback, and not what set them off, made the great one great.",
        "Biggs (2003); Biggs (2005)", "Theory and Society 32; American Journal of Sociology 110",
    ),
    "hysteresis": Expectation(
        "Between the two folds of a bistable system the state remembers: it goes back at another level of the driver than the one "
        "at which it came, and the gap between them closes where the fold does.",
        "Scheffer et al. (2009)", "doi:10.1038/nature08227",
    ),
    "bimodality": Expectation(
        "Near the tipping point courses that began alike end in one of two states with little between, so their distribution has "
        "two modes there, and one on either side of it.",
        "Scheffer et al. (2009); Pfister, Schwarz, Janczyk, Dale & Freeman (2013) for the coefficient",
        "doi:10.1038/nature08227; doi:10.3389/fpsyg.2013.00700",
    ),
    "warning": Expectation(
        "A system that is drifted to a fold recovers ever more slowly, so variance and memory of its fluctuations rise beforehand; "
        "error rates are high all the same, a shock that throws it across gives no such warning, and where preferences are hidden "
        "revolutions should come as a surprise.",
        "Scheffer et al. (2009); Dakos et al. (2012); Boettiger & Hastings (2012); Kuran (1989)",
        "doi:10.1038/nature08227; doi:10.1371/journal.pone.0041010; doi:10.1098/rsif.2012.0125; doi:10.1007/BF00116762",
    ),
}  # fmt: skip
