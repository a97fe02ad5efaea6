"""What the documents say of the readers is what the readers do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from local_response.model.measures import DIMENSIONS
from local_response.sources import tidy
from local_response.sources.recognise import LAYOUTS, read
from local_response.sources.said import quarters_in

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_publication_that_a_reader_gives_is_in_the_documents(extracts):
    text = (DOCS / "publications.md").read_text(encoding="utf-8")
    files = [path for path in extracts.iterdir() if path.suffix in {".csv", ".ods", ".xlsx"}]
    given = {
        table.publication for path in files for table in read(path, period="2023-Q3" if "20" not in path.name else "")
    }
    assert len(given) == 14
    assert [publication for publication in sorted(given) if f"`{publication}`" not in text] == []
    assert len({layout.what for layout in LAYOUTS}) == len(LAYOUTS)


def test_the_example_of_the_tidy_layout_is_read_as_it_stands(tmp_path, observed):
    text = (DOCS / "tidy-layout.md").read_text(encoding="utf-8")
    [table] = re.findall(r"```csv\n(.+?)```", text, re.DOTALL)
    [metadata] = re.findall(r"```json\n(.+?)```", text, re.DOTALL)
    (tmp_path / "figures.csv").write_text(table, encoding="utf-8")
    (tmp_path / "figures.csv-metadata.json").write_text(metadata, encoding="utf-8")
    [read_table] = read(tmp_path / "figures.csv")
    assert sorted(observed(read_table).values()) == [1046, 7315, 9779]
    assert read_table.origin.title == json.loads(metadata)["dc:title"]
    assert read_table.origin.secondary.startswith("Typed from a web page")


def test_every_column_of_the_tidy_layout_is_documented():
    text = (DOCS / "tidy-layout.md").read_text(encoding="utf-8")
    assert [name for name in (*tidy.REQUIRED, *tidy.OPTIONAL, *DIMENSIONS) if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    ("line", "quarters"),
    [
        ("national-referral-mechanism-statistics-uk-quarter-3-2023-jul-to-sep-tables.ods", ["2023-Q3"]),
        ("Duty to Notify statistics UK, July to September 2023", ["2023-Q3"]),
        ("nrm_referrals_police_2022_q4.csv", ["2022-Q4"]),
        ("Quarter 1 2024 (Q1 2024)", ["2024-Q1"]),
        ("modern-slavery-july-to-september-2025.ods", ["2025-Q3"]),
        ("July to March 2023, table 2023-45", []),
        ("January 2023 to March 2023", []),
        ("Q3 2014 to Q4 2023", ["2014-Q3", "2023-Q4"]),
    ],
)
def test_quarters_are_found_in_titles_and_names(line, quarters):
    assert quarters_in([line]) == quarters
