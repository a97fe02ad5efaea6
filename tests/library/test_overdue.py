"""Reviews that are due: a test for a schedule (LOCAL_RESPONSE_SCHEDULED=1), because it turns with the calendar."""

from __future__ import annotations

import os
from datetime import datetime

import pytest

from local_response.library.checking import check_all


@pytest.mark.skipif(
    not os.environ.get("LOCAL_RESPONSE_SCHEDULED"),
    reason="depends on today's date: runs on a schedule, with LOCAL_RESPONSE_SCHEDULED=1",
)
def test_no_review_is_overdue_today():
    report, _ = check_all(datetime.now().astimezone().date())
    assert [f"{document.id}, due {document.review_due}" for document in report.overdue] == []
