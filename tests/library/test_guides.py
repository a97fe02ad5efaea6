from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from local_response.library.check import document_faults
from local_response.library.documents import CaseStudy
from local_response.library.fields import CASE_FIELDS, CASE_PARTS
from local_response.library.grading import grade_by_rule
from local_response.library.load import library, read_document
from local_response.library.vocabulary import choices

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_template_in_the_guide_passes_the_check_as_it_stands():
    guide = (DOCS / "contributing-a-case.md").read_text(encoding="utf-8")
    (template,) = re.findall(r"```markdown\n(.*?)```", guide, flags=re.DOTALL)
    case, faults = read_document("cs50-short-name.md", template)
    assert faults == ()
    assert list(document_faults(case, date(2026, 11, 24))) == []
    assert case.id not in {known.id for known in library().cases}


def test_the_template_shows_every_field_and_part():
    guide = (DOCS / "contributing-a-case.md").read_text(encoding="utf-8")
    for field in CASE_FIELDS:
        assert re.search(rf"^{field.name}:|`{field.name}`", guide, flags=re.MULTILINE), field.name
    for part in CASE_PARTS:
        assert f"## {part.heading}" in guide


def test_the_table_of_the_grading_guide_is_the_rule():
    guide = (DOCS / "grading.md").read_text(encoding="utf-8")
    results = list(choices("result"))
    for reported_by in choices("reported_by"):
        (row,) = re.findall(rf"^\| {reported_by} \| (\w) \| (\w) \| (\w) \|$", guide, flags=re.MULTILINE)
        assert row == tuple(grade_by_rule(reported_by, result) for result in results), reported_by
    for grade, meaning in choices("grade").items():
        assert f"| {grade} | {meaning} |" in guide


def test_the_grading_guide_names_the_cases_that_differ_from_the_rule():
    guide = (DOCS / "grading.md").read_text(encoding="utf-8")
    for case in library().cases:
        assert isinstance(case, CaseStudy)
        if case.grade != grade_by_rule(case.reported_by, case.result):
            assert case.id in guide
