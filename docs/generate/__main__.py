"""`python -m docs.generate` writes the reference pages; with `--check` it only says which are stale."""

import sys

from docs.generate import stale, write


def main(arguments: list[str]) -> int:
    """Writes or checks the pages; the exit code."""
    check = "--check" in arguments
    for name in (found := stale() if check else write()):
        print(f"docs/reference/{name}: {'stale, run make docs' if check else 'written'}")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
