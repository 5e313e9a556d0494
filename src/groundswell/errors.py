"""What goes wrong, told in four parts: the place, what was found there, what belongs there, and a way out.

A problem is a plain record, and an error carries all problems found in one pass, so that a
scenario file is corrected in one sitting and not fault by fault.
"""

from typing import ClassVar, NamedTuple, Self


class Problem(NamedTuple):
    """One fault. `where` reads "file:line:column: dotted.path" for anything that came from a file."""

    where: str
    got: str
    expected: str
    hint: str

    def __str__(self) -> str:
        labels = ("where", "got", "expected", "try")
        return "\n".join(f"{label:>8}  {_indented(text)}" for label, text in zip(labels, self, strict=True))


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 10)


class GroundswellError(Exception):
    """Something was refused, and each reason has its four parts.

    >>> error = UsageError.of("--replicates", "0", "a whole number of 1 or more", "--replicates 1000")
    >>> print(error)
       where  --replicates
         got  0
    expected  a whole number of 1 or more
         try  --replicates 1000
    >>> error.exit_code
    2
    """

    exit_code: ClassVar[int] = 1
    problems: tuple[Problem, ...]

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise TypeError(f"{type(self).__name__} needs at least one Problem")
        super().__init__(*problems)
        self.problems = problems

    @classmethod
    def of(cls, where: str, got: str, expected: str, hint: str) -> Self:
        """An error with a single problem."""
        return cls(Problem(where, got, expected, hint))

    def __str__(self) -> str:
        return "\n\n".join(str(problem) for problem in self.problems)


class ScenarioError(GroundswellError):
    """A scenario, or a table beside it, was refused; holds every fault of the file."""

    exit_code = 3


class UsageError(GroundswellError):
    """A function or the command was called with something it cannot use."""

    exit_code = 2


class RunError(GroundswellError):
    """A run failed, or a run folder cannot be read or written; finished histories are kept."""

    exit_code = 4
