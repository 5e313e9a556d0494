"""Drawing with dots: each letter of the field holds two by four of them."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

ACROSS, UP = 2, 4  # dots of a letter
BLANK = 0x2800  # the braille letter without dots
BITS = np.array([[0x40, 0x80], [0x04, 0x20], [0x02, 0x10], [0x01, 0x08]])  # of a dot, by row from the bottom and by column


class Dots:
    """A field of so many letters across and so many up, whose dots are set one by one."""

    def __init__(self, columns: int, rows: int) -> None:
        self.set = np.zeros((rows * UP, columns * ACROSS), bool)

    def letters(self) -> list[list[str]]:
        """The letters row by row from the bottom; blanks where no dot is set."""
        rows, columns = self.set.shape[0] // UP, self.set.shape[1] // ACROSS
        blocks = self.set.reshape(rows, UP, columns, ACROSS).transpose(0, 2, 1, 3)
        codes = (blocks * BITS).sum(axis=(2, 3))
        return [[chr(BLANK + int(code)) if code else " " for code in row] for row in codes]


def cells(path: NDArray[np.float64], columns: int, rows: int) -> NDArray[np.int64]:
    """The cells (column, row) that a path through places from 0 to 1 passes, in its order, none left out.

    >>> cells(np.array([[0.0, 0.0], [1.0, 1.0]]), 3, 3).tolist()
    [[0, 0], [1, 1], [2, 2]]
    """
    ends = np.array([columns, rows]) - 1
    at = path * ends
    pieces = [at[:1]]
    for start, end in pairwise(at):
        steps = max(1, int(np.ceil(np.abs(end - start).max())))
        pieces.append(start + (end - start) * (np.arange(1, steps + 1) / steps)[:, None])
    found = np.clip(np.floor(np.concatenate(pieces) + 0.5).astype(np.int64), 0, ends)
    kept = np.concatenate([[True], (np.diff(found, axis=0) != 0).any(axis=1)])
    return np.asarray(found[kept])
