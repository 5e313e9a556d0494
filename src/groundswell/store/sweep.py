"""Clears what interrupted writes have left behind, in all run folders below one folder."""

from collections.abc import Iterator
from pathlib import Path

from groundswell.errors import RunError
from groundswell.store.folder import DAY_IN_SECONDS, Folder


def gc(folder: str | Path = "runs", older_than: float = DAY_IN_SECONDS) -> tuple[Path, ...]:
    """Removes temporary files that were left in run folders more than `older_than` seconds ago; returns their paths.

    Whole files are never touched, nor anything in a folder that no run has written. A write that
    is still under way is younger than a day. Raises RunError when there is no such folder.

    >>> import tempfile
    >>> gc(tempfile.mkdtemp())
    ()
    """
    root = Path(folder)
    if not root.is_dir():
        raise RunError.of(str(folder), "no such folder", "a folder with runs in it", "name it: groundswell gc FOLDER")
    return tuple(path for found in sorted(run_folders(root)) for path in Folder(found).sweep(older_than))


def run_folders(root: Path) -> Iterator[Path]:
    """Every folder that a run has written, or had begun to write when it was stopped."""
    for path in (root, *(path for path in root.rglob("*") if path.is_dir())):
        if (path / "spec.json").exists() or list(path.glob(".spec.json.*.tmp")):
            yield path
