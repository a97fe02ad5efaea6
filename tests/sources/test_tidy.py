"""The tidy layout, and the compiled lists that enter by it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from local_response.definitions.measures import is_measure
from local_response.model.errors import SourceFormatError, SourceValueError
from local_response.sources.recognise import read
from local_response.sources.table import MISSING, PUBLISHED, SUPPRESSED

HEADER = "measure,area,period,value,status,edition,published,source,note,topic\n"
# Figures of the helpline: Unseen, "Modern slavery helpline calls at record high", 2023.
CALLS = "helpline.contacts,K02000001,2022,7315,,Calls at record high,2023,unseenuk.org,,calls\n"
CONTACTS = "helpline.contacts,K02000001,2022,9779,,Calls at record high,2023,unseenuk.org,,\n"


def _tidy(tmp_path, *rows, metadata=None):
    path = tmp_path / "helpline.csv"
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    if metadata is not None:
        (tmp_path / "helpline.csv-metadata.json").write_text(metadata, encoding="utf-8")
    return path


def test_a_tidy_row_becomes_an_observation_with_its_edition(tmp_path, observed):
    [table] = read(_tidy(tmp_path, CALLS, CONTACTS))
    assert observed(table) == {
        ("helpline.contacts", "K02000001", "2022", "calls"): 7315,
        ("helpline.contacts", "K02000001", "2022", "all"): 9779,
    }
    assert table.edition is not None
    assert table.edition.values == ("Calls at record high",)
    assert table.notes["row 2"] == "unseenuk.org"
    assert (int(table.row[0]), int(table.column[0])) == (2, 4)


def test_metadata_beside_the_file_say_what_it_is(tmp_path):
    words = {"dc:title": "Helpline figures", "dc:publisher": "Unseen", "lr:secondary": "typed from a web page"}
    [table] = read(_tidy(tmp_path, CALLS, metadata=json.dumps(words)))
    assert (table.origin.title, table.origin.publisher) == ("Helpline figures", "Unseen")
    assert table.origin.secondary == "typed from a web page"


@pytest.mark.parametrize("words", ["{", "[]"])
def test_metadata_that_are_no_json_object_are_refused(words, tmp_path):
    with pytest.raises(SourceFormatError, match=r"helpline\.csv-metadata\.json"):
        read(_tidy(tmp_path, CALLS, metadata=words))


def test_suppressed_and_missing_rows_have_no_value(tmp_path):
    suppressed = "helpline.cases,K02000001,2022,,suppressed,,,,,\n"
    missing = "helpline.cases,K02000001,2023,,missing,,,,,\n"
    zero = "helpline.cases,K02000001,2021,0,,,,,,\n"
    [table] = read(_tidy(tmp_path, suppressed, missing, zero))
    assert table.status.tolist() == [SUPPRESSED, MISSING, PUBLISHED]
    assert np.isnan(table.value[:2]).all()
    assert table.value[2] == 0


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (CALLS.replace("2022,", "2022 Q1,"), r"row 2: '2022 Q1' is not a period"),
        (CALLS.replace("7315", "-5"), r"row 2, column D: '-5' is not a count"),
        (CALLS.replace("7315", "5.5"), r"row 2, column D: '5\.5' is not a count"),
        (CALLS.replace("7315", "many"), r"'many' is not a count"),
        (CALLS.replace("7315", ""), r"value '' with status 'published'"),
        (CALLS.replace("7315,", "7315,missing"), r"value '7315' with status 'missing'"),
        (CALLS.replace("7315,", "7315,hidden"), r"'hidden' is no status"),
        (CALLS.replace("K02000001", ""), r"no measure or no area"),
        (CALLS.replace("2023,unseen", "spring,unseen"), r"'spring' is no day of publication"),
        (
            CALLS + CALLS.replace("7315", "7316"),
            r"row 3, column D: .* was already in row 2 with another figure: 7315 there, 7316 here",
        ),
    ],
)
def test_a_row_that_cannot_be_is_named(row, message, tmp_path):
    with pytest.raises(SourceValueError, match=message):
        read(_tidy(tmp_path, row))


def test_a_column_that_the_layout_does_not_have_is_named(tmp_path):
    path = tmp_path / "typed.csv"
    path.write_text("measure,area,period,value,colour\nhelpline.cases,K02000001,2022,1,red\n", encoding="utf-8")
    with pytest.raises(SourceFormatError, match=r"the tidy layout has no column 'colour'. Its columns: measure, area"):
        read(path)


HELPLINE = """year,measure,value,source_title,source_date,url
2022,calls,7315,Modern slavery helpline calls at record high,2023,https://www.unseenuk.org/
2022,potential victims,6516,same,2023,
2022,cases - labour,1046,same (a remark),2023,
2022,referrals to Mars,1,same,2023,
"""


def test_helpline_lists_repeat_the_title_of_the_row_above(tmp_path, observed):
    path = tmp_path / "list.csv"
    path.write_text(HELPLINE, encoding="utf-8")
    [table] = read(path)
    assert table.edition is not None
    assert table.edition.values == ("Modern slavery helpline calls at record high",)
    assert observed(table)["helpline.cases", "K02000001", "2022", "Labour", "all"] == 1046
    assert table.notes["row 4"].endswith("cases - labour; a remark")
    assert table.origin.publisher == "Unseen"


def test_words_without_a_measure_are_left_out_and_said(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(HELPLINE, encoding="utf-8")
    [table] = read(path)
    assert table.warnings == ("list.csv, row 5: 'referrals to Mars' was left out: it has no measure.",)


def test_revisions_of_a_headline_stand_side_by_side(tmp_path):
    path = tmp_path / "headlines.csv"
    path.write_text(
        "period,measure,value,as_published_in,publication_date,status,source\n"
        "2023 Q4,referrals,4142,Q4 2023 bulletin,2024-03-07,first published,gov.uk\n"
        "2023 Q4,referrals,4134,Q1 2024 bulletin,2024-05-10,revised,gov.uk\n",
        encoding="utf-8",
    )
    [table] = read(path)
    assert table.period.values == ("2023-Q4",)
    assert table.value.tolist() == [4142, 4134]
    assert table.edition_published is not None
    assert table.edition_published.values == ("2024-03-07", "2024-05-10")


def test_a_release_gives_its_edition_and_its_day(tmp_path, observed):
    path = tmp_path / "headlines.csv"
    path.write_text(
        "release,period,measure,breakdown,value,source_page\n"
        "NRM statistics quarter 4 2023 (Home Office; 7 March 2024),2023 Q4,nrm_referrals,nationality=UK,1139,gov.uk\n"
        "NRM statistics quarter 4 2023 (Home Office; 7 March 2024),2023 Q3,nrm_referrals,"
        "total (as revised in this release),4131,gov.uk\n",
        encoding="utf-8",
    )
    [table] = read(path)
    assert observed(table)["nrm.referrals", "K02000001", "2023-Q4", "UK"] == 1139
    assert table.edition_published is not None
    assert table.edition_published.values == ("2024-03-07",)
    assert "as revised in this release" in table.notes["row 3"]


@pytest.mark.published_data
def test_every_headline_of_the_compiled_lists_is_read_or_said(published_data):
    lists = {
        published_data / "nrm" / "nrm_headline_figures.csv": 36,
        published_data.parent / "domain" / "nrm_headline_series.csv": 55,
        published_data.parent / "domain" / "helpline_series.csv": 26,
    }
    for path, rows in lists.items():
        [table] = read(path)
        assert table.value.size + len(table.warnings) == rows
        assert all(is_measure(measure) for measure in table.measure.values)
        assert table.origin.secondary
