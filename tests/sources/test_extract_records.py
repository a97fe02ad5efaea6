"""Every extract has a complete record of origin, and is the file that the record describes."""

from __future__ import annotations

import hashlib
import tomllib

FIELDS = {"title", "publisher", "page", "licence", "source", "retrieved", "sha256", "changes"}


def test_every_extract_has_its_record_of_origin(extracts):
    files = [path for path in extracts.iterdir() if path.suffix in {".csv", ".ods", ".xlsx"}]
    assert len(files) >= 15
    for path in files:
        record = tomllib.loads(path.with_name(f"{path.name}.toml").read_text(encoding="utf-8"))
        assert set(record) == FIELDS
        assert all(record.values())
        assert record["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), path.name
