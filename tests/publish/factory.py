"""An example profile for tests of documents: invented round numbers that claim nothing about a place."""

from __future__ import annotations

from datetime import date

from local_response.definitions.areas import area, force_areas
from local_response.model.areas import Area, Governance
from local_response.model.figures import Citation, Figure
from local_response.model.periods import Period
from local_response.model.profiles import (
    BreakMark,
    Bullets,
    Chart,
    Finding,
    Mark,
    Paragraph,
    Profile,
    Section,
    Table,
)
from local_response.model.releases import Release
from local_response.model.sentences import Cited, Fact, Text, interval, plain, say

AREA = Area("E23000010", "West Yorkshire", "police_force_area", "E12000003", "England", "West Yorkshire Police")
QUARTERS = ("2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3")
FORCES = [area.code for area in force_areas()]


def release(name: str = "nrm-police-2023-q3", **changes: object) -> Release:
    """A release of the example."""
    fields: dict[str, object] = {
        "id": name,
        "publication": "nrm.police_responders",
        "publisher": "Example Department",
        "title": "Example referrals by police first responder",
        "edition": "July to September 2023",
        "periods": QUARTERS,
        "published": "2023-11-02",
        "licence": "Open Government Licence v3.0",
        "page": "https://example.org/statistics/referrals",
        "file_name": "example-table-13.ods",
        "sha256": "0" * 64,
        "reader": "responders",
        "reader_version": 1,
        "added": "2023-11-03",
        "observations": 100,
        "measures": ("nrm.referrals.made_by_force",),
    }
    return Release(**{**fields, **changes})  # type: ignore[arg-type]  # fields are named one by one above


def published(value: float | None, row: int, column: int = 5, **changes: object) -> Figure:
    """A figure with one cell; without a value it is suppressed unless changes say otherwise."""
    fields: dict[str, object] = {
        "value": value,
        "status": "published" if value is not None else "suppressed",
        "unit": "referrals",
        "measure": "nrm.referrals.made_by_force",
        "area": AREA.code,
        "period": "2023-Q3",
        "method": "published",
        "reason": "" if value is not None else "the publisher suppressed it",
        "citations": (Citation("nrm-police-2023-q3", "Table_13", row, column, "July to September 2023"),),
    }
    return Figure(**{**fields, **changes})  # type: ignore[arg-type]  # fields are named one by one above


def rate(events: Figure, residents: Figure, value: float, lower: float, upper: float) -> Figure:
    """A rate with its interval, made from the two figures."""
    return Figure(
        value,
        "computed",
        "per 100,000 residents",
        events.measure,
        events.area,
        events.period,
        "rate_byar",
        inputs=(events, residents),
        lower=lower,
        upper=upper,
        level=0.95,
        decimals=1,
        parameters={"per": 100000},
    )


def quarterly(code: str, values: tuple[float | None, ...], first_row: int) -> list[Figure]:
    """A figure a quarter."""
    return [
        published(value, first_row + place, area=code, period=period)
        for place, (period, value) in enumerate(zip(QUARTERS, values, strict=True))
    ]


def figure_table(name: str, caption: Text, marks: tuple[Mark, ...]) -> Table:
    """The table of a chart: category, series, figure."""
    rows = tuple(
        (
            (Fact(Period.parse(mark.category).label, "period"),) if mark.category[0] == "2" else plain(mark.category),
            plain(mark.series),
            mark.figure,
        )
        for mark in marks
    )
    return Table(name, caption, (plain("Category"), plain("Series"), plain("Figure")), rows)


def quarters_chart() -> Chart:
    """Two panels, a suppressed quarter and a zero, and a break."""
    own = quarterly(AREA.code, (112, 131, 0, 96, None, 120), 10)
    nation = quarterly("K04000001", (3112, 3431, 3409, 3196, 3011, 3320), 30)
    marks = tuple(
        Mark(series, period, figure)
        for series, figures in (("West Yorkshire Police", own), ("England and Wales", nation))
        for period, figure in zip(QUARTERS, figures, strict=True)
    )
    title = plain("Referrals made by the force, with the national line beside")
    return Chart(
        "referrals-by-quarter",
        "quarters",
        title,
        plain("Columns by quarter: the force on its own scale, England and Wales on another."),
        marks,
        "referrals",
        figure_table("referrals-by-quarter-table", title, marks),
        breaks=(BreakMark("2023-Q1", "Threshold raised, January 2023"),),
    )


def bars_chart() -> Chart:
    """Two series of shares over exploitation types, one of them zero and one suppressed."""
    values = {
        "Labour": (31.0, 28.0),
        "Criminal": (42.0, 40.0),
        "Sexual, Labour & Domestic": (3.0, 2.0),
        "Not specified or unknown": (0.0, 11.0),
        "Domestic": (None, 6.0),
    }
    marks = tuple(
        Mark(
            series,
            name,
            published(pair[number], 60 + place, 7 + number, unit="%", breakdown={"exploitation": name}),
        )
        for place, (name, pair) in enumerate(values.items())
        for number, series in enumerate(("West Yorkshire Police", "All forces"))
    )
    title = plain("Share of referrals by type of exploitation")
    return Chart(
        "types",
        "bars",
        title,
        plain("Bars of shares; criminal exploitation is the largest in both."),
        marks,
        "%",
        figure_table("types-table", title, marks),
    )


def area_rates() -> list[tuple[str, Figure, Figure]]:
    """Area, rate and residents of each force area; one is suppressed."""
    found = []
    for place, code in enumerate(FORCES):
        events = published(40 + place * 7 % 90, 100 + place, area=code)
        people = published(
            500_000 + place * 61_000, 200 + place, 3, area=code, unit="residents", measure="population.residents"
        )
        value = events.known / people.known * 100_000
        figure = rate(events, people, value, value * 0.8, value * 1.25)
        if place == 7:
            figure = published(None, 100 + place, area=code)
        found.append((code, figure, people))
    return found


def area_charts() -> tuple[Chart, Chart, Chart]:
    """Intervals of some areas, tiles of all, and a funnel."""
    rates = area_rates()
    intervals = tuple(Mark("Rate", area(code).name, figure, code) for code, figure, _ in rates[4:13])
    tiles = tuple(Mark("Rate", area(code).name, figure, code) for code, figure, _ in rates)
    points = tuple(
        Mark(series, area(code).name, figure, code)
        for code, rated, people in rates
        for series, figure in (("Referrals for each resident", rated), ("Residents", people))
    )
    unit = "per 100,000 residents"
    return (
        _chart("similar", "intervals", "Rates of similar areas", intervals, unit),
        _chart("map", "tiles", "Rates of every force area", tiles, unit),
        _chart("funnel", "funnel", "Rates by size of area", points, unit),
    )


def _chart(name: str, kind: str, title: str, marks: tuple[Mark, ...], unit: str) -> Chart:
    table = figure_table(f"{name}-table", plain(title), marks)
    description = plain(f"{title}, with the profile's own area marked.")
    return Chart(name, kind, plain(title), description, marks, unit, table, highlight=AREA.code)  # type: ignore[arg-type]  # kind is one of its words


def profile() -> Profile:
    """A profile with every kind of block."""
    count = published(120, 15)
    residents = published(2_350_000, 300, 3, unit="residents", measure="population.residents", period="mid-2022")
    rated = rate(count, residents, 5.1, 4.2, 6.1)
    quarter = Period.parse("2023-Q3")
    summary = Section(
        "brief",
        "In brief",
        (
            Paragraph(
                say(
                    "The force made {count} referrals in {quarter}. They count detection, not slavery.",
                    count=count,
                    quarter=quarter,
                )
            ),
            Finding(
                "made",
                say(
                    "The force made {count} referrals in {quarter}, {rate} for every {per} residents ({interval}).",
                    count=count,
                    quarter=quarter,
                    rate=Cited(rated),
                    per=Fact("100,000", "base of the rate"),
                    interval=interval(rated),
                ),
                "strong",
                (plain("Referrals made by the force are not all referrals about people exploited here."),),
            ),
            Finding(
                "change",
                say("Referrals fell from the quarter before, but the counts are small."),
                "weak",
            ),
            Finding("helpline", plain("How many calls came from this area is not published."), "none"),
            Bullets(
                (
                    plain("Who checks that referrals made by councils reach the force?"),
                    plain("What became of the children flagged as exploited by county lines groups?"),
                    plain("Which services can an adult use while waiting for a decision?"),
                ),
                plain("What to ask"),
            ),
        ),
    )
    chart_similar, chart_map, chart_funnel = area_charts()
    types = bars_chart()
    sections = (
        Section(
            "responsible",
            "The area and who is responsible",
            (
                Paragraph(plain("The Mayor of West Yorkshire holds the functions of the local policing body.")),
                Bullets((plain("Bradford"), plain("Leeds")), plain("Councils in the area:")),
            ),
        ),
        Section(
            "referrals",
            "Referrals made by the force",
            (
                Finding(
                    "level",
                    say("The force made {count} referrals in {quarter}.", count=count, quarter=quarter),
                    "moderate",
                    (plain("A referral counts a person reported, not a crime proven."),),
                ),
                quarters_chart(),
                Paragraph(plain("Each panel has its own scale."), small=True),
                types,
            ),
        ),
        Section(
            "compared",
            "Beside other areas",
            (
                chart_similar,
                chart_map,
                chart_funnel,
                Table(
                    "figures",
                    plain("The figures side by side"),
                    (plain("Area"), plain("Referrals"), plain("Rate"), plain("Interval")),
                    (
                        (plain("West Yorkshire"), count, rated, interval(rated)),
                        (
                            plain("A very long name of an area that has to wrap"),
                            published(None, 16),
                            published(0, 17),
                            (),
                        ),
                    ),
                    (plain("Rates are for a quarter."),),
                ),
            ),
        ),
    )
    governance = Governance(
        AREA.code,
        date(2021, 5, 10),
        None,
        "Mayor of West Yorkshire",
        "West Yorkshire Combined Authority",
        "mayor",
        "Example",
        True,
    )
    return Profile(
        AREA,
        governance,
        "2024-01-15",
        "2023-Q3",
        "Modern slavery in West Yorkshire",
        summary,
        sections,
        (release(),),
    )
