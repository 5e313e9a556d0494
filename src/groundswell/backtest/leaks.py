"""What would let a forecaster see what it is asked, refused before anything is scored."""

from collections.abc import Sequence
from datetime import date

from groundswell.backtest.forms import Form
from groundswell.backtest.questions import Question
from groundswell.calibrate.protocol import Protocol
from groundswell.errors import UsageError
from groundswell.score.guards import Span, refuse_overlap


def refuse_draws_that_saw(form: Form, protocol: Protocol, questions: Sequence[Question], start: date) -> None:
    """Refuses draws of another protocol, and draws fitted to days that are asked about. Priors have seen nothing.

    What a fit of a case has seen is what its `fit.json` says: the case, the last day, the hash of the protocol. Days of
    another country are no leak: what was seen there is not what is asked.
    """
    if isinstance(form.draws, str):
        return
    made = form.draws.provenance
    if made.get("protocol") != protocol.digest:
        got, expected = (f"draws of the protocol {str(digest)[:12]}" for digest in (made.get("protocol"), protocol.digest))
        raise UsageError.of(f"backtest: {form.name}", got, f"{expected}, that of {protocol.case}", "fit it again by this protocol")
    try:
        seen = Span(start, date.fromisoformat(str(made["fitted_until"])))
    except (KeyError, ValueError):
        expected, hint = "draws whose `fit.json` names fitted_until", "draws of unknown making cannot be scored"
        raise UsageError.of(f"backtest: {form.name}", f"fitted_until {made.get('fitted_until')!r}", expected, hint) from None
    refuse_overlap([seen], [Span(row.first, row.last) for row in questions if row.case == form.draws.of])


def refuse_edited_draws(form: Form) -> None:
    """Refuses a form whose draws were fitted with other mechanisms absent than it leaves out now."""
    if not isinstance(form.draws, str) and sorted(form.draws.provenance.get("off", [])) != sorted(form.off):
        got = f"draws fitted without {', '.join(form.draws.provenance.get('off', [])) or 'nothing'}"
        raise UsageError.of(f"backtest: {form.name}", got, f"draws fitted without {', '.join(form.off) or 'nothing'}", "refit it so")
