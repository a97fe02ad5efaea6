"""JSON, CSV and its metadata: complete, traced, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from local_response.model.figures import Citation
from local_response.model.profiles import Paragraph, Section
from local_response.model.sentences import Cited
from local_response.publish.composition import compose
from local_response.publish.data import COLUMNS, csv_text, csvw_text, json_text, safe


@pytest.fixture(scope="module")
def found(document):
    return json.loads(json_text(document))


def alone(make, *figures):
    """The document of a profile that shows only these figures."""
    text = tuple(span for figure in figures for span in (Cited(figure), " "))
    return compose(replace(make.profile(), summary=Section("brief", "In brief", (Paragraph(text),)), sections=()))


def test_the_json_holds_every_figure_with_its_trace(found, document):
    assert set(found["figures"]) == set(document.figures)
    for figure in found["figures"].values():
        assert figure["citations"] or figure["inputs"]
        assert all(name in found["figures"] for name in figure["inputs"])
        assert figure["method"] in found["methods"]
    assert found["schema_version"] == 1


def test_the_json_says_where_a_figure_stands(found):
    assert found["figures"]["f1"]["value"] == 120
    assert found["figures"]["f1"]["citations"] == [
        {
            "release": "nrm-police-2023-q3",
            "sheet": "Table_13",
            "edition": "July to September 2023",
            "published": "",
            "rule": "",
            "cells": [[15, 5]],
        }
    ]


def test_cells_of_one_table_stand_together_in_the_json(make):
    cells = tuple(Citation("nrm-police-2023-q3", "Table_13", row, 5, "e") for row in (3, 4, 9))
    rule = Citation("nrm-police-2023-q3", "Table_13", None, None, "e", rule="left out where there are none")
    summed = make.published(6, 1, method="sum", citations=(*cells, rule))
    citations = json.loads(json_text(alone(make, summed)))["figures"]["f1"]["citations"]
    assert [(one["cells"], one["rule"]) for one in citations] == [
        ([[3, 5], [4, 5], [9, 5]], ""),
        ([], "left out where there are none"),
    ]


def test_no_figure_of_the_json_loses_its_status(make):
    figures = (make.published(0, 1), make.published(None, 2), make.published(None, 3, status="missing", reason="gone"))
    found = json.loads(json_text(alone(make, *figures)))["figures"]
    assert [(one["value"], one["status"]) for one in found.values()] == [
        (0, "published"),
        (None, "suppressed"),
        (None, "missing"),
    ]


def test_sentences_of_the_json_read_as_those_of_the_page(found):
    first = found["sections"][0]["blocks"][0]
    assert "".join(span["text"] for span in first["spans"]).startswith("The force made 120 referrals")
    assert first["spans"][1] == {"text": "120", "id": "f1", "kind": "figure"}


def test_the_csv_has_a_row_a_figure_and_the_metadata_its_columns(document):
    rows = list(csv.DictReader(io.StringIO(csv_text(document))))
    described = json.loads(csvw_text(document, "west-yorkshire.csv"))
    assert [row["id"] for row in rows] == list(document.figures)
    assert list(rows[0]) == [column["name"] for column in described["tableSchema"]["columns"]]
    assert described["url"] == "west-yorkshire.csv"
    assert described["dc:license"]["@id"].startswith("https://www.nationalarchives.gov.uk/")


def test_a_figure_without_a_value_has_an_empty_cell_and_its_reason(document):
    rows = [row for row in csv.DictReader(io.StringIO(csv_text(document))) if row["status"] == "suppressed"]
    assert rows
    assert all(row["value"] == "" and row["reason"] == "the publisher suppressed it" for row in rows)


@pytest.mark.parametrize("words", ["=1+1", "+cmd", "@SUM(A1)", "\t=1", "-1+1|calc", "\r=1"])
def test_a_text_that_could_be_a_formula_is_made_harmless(words):
    assert safe(words) == f"'{words}"


@pytest.mark.parametrize("kept", ["-5", "-5.2%", "-1,234", "plain", "", -5.0, None])
def test_numbers_and_plain_texts_stay_as_they_are(kept):
    assert safe(kept) == kept


def test_a_formula_in_a_breakdown_does_not_reach_the_csv(make):
    figure = make.published(1, 1, reason="", unit='=HYPERLINK("http://x")')
    row = next(csv.DictReader(io.StringIO(csv_text(alone(make, figure)))))
    assert row["unit"].startswith("'=")


def test_the_columns_are_each_described():
    assert len({name for name, _, _ in COLUMNS}) == len(COLUMNS)
    assert all(words for _, _, words in COLUMNS)
