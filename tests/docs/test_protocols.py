"""A protocol that has been hashed is never changed: a changed one is a new file."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HASHES = ROOT / "docs" / "protocols" / "HASHES"
LISTED = [line.split(maxsplit=1) for line in HASHES.read_text().splitlines() if line.strip()]


@pytest.mark.parametrize(("digest", "path"), LISTED, ids=[path for _, path in LISTED])
def test_a_hashed_protocol_stands_as_it_was_hashed(digest, path):
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest, "write a new protocol beside it and say why"


def test_every_protocol_is_hashed():
    written = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs" / "protocols").glob("*.md")}
    written |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "src").rglob("protocol.toml")}
    assert written == {path for _, path in LISTED}
