"""The rule that gives a case study its evidence grade, from who reported the outcome and what kind of result it was."""

from __future__ import annotations

from local_response.library.documents import CaseStudy, Grade


def grade_by_rule(reported_by: str, result: str) -> Grade:
    """A to D. reported_by, result: codes of definitions/vocabulary/choices.toml.

    No result is D, whoever wrote. An independent evaluation with a result is A; figures from researchers or a
    national body are B; every other result is C. docs/grading.md says how to answer the two questions.
    """
    if result == "none":
        return "D"
    if reported_by == "independent evaluation":
        return "A"
    if reported_by == "researchers or a national body" and result == "figures":
        return "B"
    return "C"


def follows_the_rule(case: CaseStudy) -> bool:
    """Whether a case's grade is the rule's, or it says why not."""
    return case.grade == grade_by_rule(case.reported_by, case.result) or bool(case.grade_note)
