"""`python -m groundswell.backtest.explanations CASE` asks the questions of a case and writes the answers beside its scenario."""

import argparse
import sys
from pathlib import Path
from typing import Any

from groundswell.backtest.explanations import NEAR, explanations
from groundswell.backtest.explanations.shipped import ANSWERS
from groundswell.errors import GroundswellError
from groundswell.scenario.load import find


def main(words: list[str] | None = None) -> int:
    """Runs the command; its exit code."""
    given = _parser().parse_args(words)
    try:
        to = Path(given.to) if given.to else find(given.case)[0].parent / ANSWERS
        told = explanations(
            given.case, given.replicates, given.seed, near=given.near, out=given.out, workers=given.workers, draws=given.draws,
            progress=_progress if sys.stderr.isatty() else None,
        )  # fmt: skip
    except GroundswellError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    to.write_text(told.json(), encoding="utf-8")
    print(told)
    print(f"written: {to}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m groundswell.backtest.explanations", description=__doc__)
    parser.add_argument("case", nargs="?", default="bolivia-2003", help="a shipped case or the path of a scenario")
    parser.add_argument("--replicates", type=int, default=400, help="histories of each ensemble (400)")
    parser.add_argument("--seed", type=int, default=1, help="the luck of all of them (1)")
    parser.add_argument("--near", type=int, default=NEAR, help=f"histories that a trace is the mean of ({NEAR})")
    parser.add_argument("--draws", choices=["fitted", "prior"], help="where parameters come from: fitted, if the case has a fit")
    parser.add_argument("--out", help="a folder for the ensembles, to go on after an interruption; else they are kept in memory")
    parser.add_argument("--workers", type=int, help="how many at once; else one a processor")
    parser.add_argument("--to", help=f"where the answers go; {ANSWERS} beside the scenario")
    return parser


def _progress(done: int, total: int, answer: dict[str, Any]) -> None:
    print(f"\r{done:,} of {total:,} histories, {answer.get('ensemble', '')[:60]:<60}", end="", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
