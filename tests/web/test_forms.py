"""Whatever an address holds, the page answers and says what it could not use."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_response.web.forms import FIELDS, read_filters

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@FEW
@given(st.dictionaries(st.sampled_from(FIELDS), WORDS))
def test_a_filter_is_used_or_named_as_a_fault(given_fields):
    asked = read_filters(given_fields)
    for name, value in given_fields.items():
        assert (name in asked.faults) + bool(getattr(asked.filters, name)) == bool(value.strip())


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ("/areas/", "area"),
        ("/areas/", "typed"),
        ("/library/", "q"),
        ("/library/pack/file/", "theme"),
        ("/library/pack/file/", "area"),
        ("/library/pack/file/", "format"),
        ("/evidence/checks/", "page"),
    ],
)
def test_no_words_break_a_page(built, page, field):
    client = Client(SERVER_NAME="localhost")

    @FEW
    @given(WORDS)
    def answers(words):
        assert client.get(page, {field: words}).status_code in (200, 302, 400, 404)

    answers()


@FEW
@given(sheet=WORDS, row=WORDS, column=WORDS)
def test_a_cell_that_cannot_be_is_left_out(built, sheet, row, column):
    page = "/evidence/nrm.police_responders_2023-Q3_910094db02/"
    answer = Client(SERVER_NAME="localhost").get(page, {"sheet": sheet, "row": row, "column": column})
    assert answer.status_code == 200
