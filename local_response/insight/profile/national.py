"""Section: the national context, which no local figure replaces: referrals, decisions, waiting, helpline."""

from __future__ import annotations

from local_response.insight.computed import percentage
from local_response.insight.profile.scope import Scope, break_marks
from local_response.insight.wording import counted
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.figures import Figure
from local_response.model.periods import Period, long_date
from local_response.model.profiles import Block, Chart, Finding, Mark, Paragraph, Section, Table
from local_response.model.sentences import Fact, Text, plain, say, together

ALL_REFERRALS = "nrm.referrals"
REASONABLE = "nrm.decisions.reasonable_grounds"
CONCLUSIVE = "nrm.decisions.conclusive_grounds"
AWAITING = "nrm.awaiting_conclusive_grounds"
DUTY_TO_NOTIFY = "dtn.reports"
HELPLINE_PEOPLE = "helpline.potential_victims"
HELPLINE_CONTACTS = "helpline.contacts"
YEARS_IN_TABLE = 6


def section(scope: Scope) -> Section:
    """The United Kingdom: how many are referred and wait, what is decided, what the helpline hears."""
    blocks: list[Block] = [
        Paragraph(plain("These figures are for the whole United Kingdom unless they say otherwise."))
    ]
    blocks += [finding for finding in (referrals(scope), decisions(scope), waiting(scope), helpline(scope)) if finding]
    if years := years_of(scope, ALL_REFERRALS):
        blocks += [_chart(scope), _table(scope, years[-YEARS_IN_TABLE:])]
    return Section("national", "The national context", tuple(blocks))


def years_of(scope: Scope, measure: str) -> list[str]:
    """Calendar years for which the United Kingdom has a figure of the measure, oldest first."""
    return [text for text in scope.periods(measure, UNITED_KINGDOM) if Period.parse(text).kind == "year"]


def quarters_of(scope: Scope, measure: str) -> list[str]:
    """Quarters for which the United Kingdom has a figure of the measure, oldest first."""
    return [text for text in scope.periods(measure, UNITED_KINGDOM) if Period.parse(text).kind == "quarter"]


def edition(figure: Figure) -> Text:
    """The publication that states a figure, in brackets' worth of words."""
    if not figure.citations:
        return plain("several publications")
    return (Fact(figure.citations[0].edition or "edition not stated", "edition of the figure"),)


def referrals(scope: Scope) -> Finding | None:
    """How many people were referred in the newest year, and in the year before."""
    years = years_of(scope, ALL_REFERRALS)
    if len(years) < 2:
        return None
    newest, before = (scope.national(ALL_REFERRALS, year) for year in (years[-1], years[-2]))
    text = say(
        "In the United Kingdom, {newest} were referred in {year}, and {before} in {year_before}.",
        newest=counted(newest, "potential victim", "potential victims"),
        year=Period.parse(years[-1]),
        before=before,
        year_before=Period.parse(years[-2]),
    )
    caveat = say(
        "The figure for {year} is as in “{edition}”; later editions revise it.",
        year=Period.parse(years[-1]),
        edition=edition(newest),
    )
    return Finding("national-referrals", text, "strong", (caveat,))


def decisions(scope: Scope) -> Finding | None:
    """The share of positive decisions in the newest year, and in the year before, on both sides of any break."""
    years = years_of(scope, REASONABLE)
    if len(years) < 2:
        return None
    sentences = []
    for measure, name in ((REASONABLE, "reasonable grounds"), (CONCLUSIVE, "conclusive grounds")):
        newest, before = (_positive_share(scope, measure, year) for year in (years[-1], years[-2]))
        sentences.append(
            say(
                "Of {name} decisions, {newest} were positive in {year} and {before} in {year_before}.",
                name=name,
                newest=newest,
                year=Period.parse(years[-1]),
                before=before,
                year_before=Period.parse(years[-2]),
            )
        )
    caveat = say(
        "The test for reasonable grounds changed in {month}, so the two years are not alike.",
        month=Fact("January 2023", "break in the series: new statutory guidance"),
    )
    return Finding("decisions", together(sentences), "strong", (caveat,))


def _positive_share(scope: Scope, measure: str, year: str) -> Figure:
    return percentage(scope.national(measure, year, outcome="positive"), scope.national(measure, year))


def waiting(scope: Scope) -> Finding | None:
    """How many people wait for a final decision, at the newest date loaded."""
    periods = scope.periods(AWAITING, UNITED_KINGDOM)
    if not periods:
        return None
    newest = scope.national(AWAITING, periods[-1])
    text = say(
        "In the United Kingdom, {people} waited for a conclusive grounds decision on {day}.",
        day=Fact(long_date(Period.parse(periods[-1]).end), "end of the period of the figure"),
        people=counted(newest, "person", "people"),
    )
    caveat = say("As stated in “{edition}”.", edition=edition(newest))
    return Finding("waiting", text, "strong", (caveat,))


def helpline(scope: Scope) -> Finding | None:
    """What the helpline was told in the newest year loaded."""
    years = years_of(scope, HELPLINE_PEOPLE)
    if not years:
        return None
    people = scope.national(HELPLINE_PEOPLE, years[-1])
    text = say(
        "The Modern Slavery and Exploitation Helpline was told of {people} in {year}.",
        people=counted(people, "potential victim", "potential victims"),
        year=Period.parse(years[-1]),
    )
    caveat = plain(
        "The helpline counts what it is told. The same person can also be in the National Referral Mechanism, so "
        "the two are never added. The helpline figures loaded here have no police force area."
    )
    return Finding("helpline", text, "moderate", (caveat,))


def _chart(scope: Scope) -> Chart:
    quarters = quarters_of(scope, ALL_REFERRALS)
    figures = [scope.national(ALL_REFERRALS, quarter) for quarter in quarters]
    known = [(quarter, figure) for quarter, figure in zip(quarters, figures, strict=True) if figure.value is not None]
    quarters = [quarter for quarter, _ in known]
    rows = tuple(
        (say("{quarter}", quarter=Period.parse(quarter)), figure, edition(figure)) for quarter, figure in known
    )
    return Chart(
        "national-quarters",
        "quarters",
        plain("Referrals in the United Kingdom, by quarter"),
        say(
            "Columns for each quarter from {start}, {first}, to {end}, {last}. Lines mark the breaks in the series, "
            "across which the columns are not one trend.",
            start=Period.parse(quarters[0]),
            first=known[0][1],
            end=Period.parse(quarters[-1]),
            last=known[-1][1],
        ),
        tuple(Mark("United Kingdom", quarter, figure, UNITED_KINGDOM) for quarter, figure in known),
        "referrals",
        Table(
            "national-quarters",
            plain("Referrals in the United Kingdom, by quarter, each from the newest edition loaded"),
            (plain("Quarter"), plain("Referrals"), plain("As stated in")),
            rows,
        ),
        breaks=break_marks(ALL_REFERRALS, quarters),
    )


def _table(scope: Scope, years: list[str]) -> Table:
    rows = []
    for year in years:
        referred = scope.national(ALL_REFERRALS, year)
        rows.append(
            (
                say("{year}", year=Period.parse(year)),
                referred,
                scope.national(REASONABLE, year),
                _positive_share(scope, REASONABLE, year),
                scope.national(CONCLUSIVE, year),
                _positive_share(scope, CONCLUSIVE, year),
                scope.national(DUTY_TO_NOTIFY, year),
            )
        )
    header = (
        "Year",
        "Referrals",
        "Reasonable grounds decisions",
        "Positive",
        "Conclusive grounds decisions",
        "Positive",
        "Duty to Notify reports",
    )
    return Table(
        "national-years",
        plain("The National Referral Mechanism in the United Kingdom, by year"),
        tuple(plain(words) for words in header),
        tuple(rows),
        (
            plain(
                "A decision in a year is often about a referral of an earlier year, so the columns are not one cohort."
            ),
        ),
    )
