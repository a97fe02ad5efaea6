"""Published figures beside the project (../shared/data), read for back-tests. Each function says which file."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from python_calamine import CalamineWorkbook

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
Array = NDArray[np.float64]
QUARTERS = ("2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3")


def rows(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def forces() -> list[dict[str, str]]:
    """The 43 territorial forces of England and Wales with their names in each publication; geography/forces.csv."""
    return [row for row in rows("geography/forces.csv") if row["ons_code"].startswith(("E23", "W15"))]


def police_referrals() -> dict[str, list[float]]:
    """NRM referrals by police first responder in the six quarters, each as first published; left out means none."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(QUARTERS))
    for place, quarter in enumerate(QUARTERS):
        for row in rows(f"nrm/nrm_referrals_police_{quarter.lower().replace('-', '_')}.csv"):
            if {row["Exploitation type"], row["Age at exploitation"], row["Gender"]} == {"Total"}:
                counts[row["First responder"]][place] = float(row["Total"])
    return dict(counts)


def national_referrals() -> dict[str, float]:
    """UK referrals by quarter from 2014, as in the release of 2023 Q4; nrm_referrals_longitudinal.csv."""
    totals: dict[str, float] = defaultdict(float)
    for row in rows("nrm/nrm_referrals_longitudinal.csv"):
        if row["Location of exploitation"] == "Total" and int(row["Year"]) >= 2014:
            totals[f"{row['Year']}-{row['Quarter']}"] += float(row["NRM referrals"])
    return dict(sorted(totals.items()))


def recorded_crime() -> dict[str, list[float]]:
    """Modern slavery offences (code 106) by force and financial quarter of 2017/18; a zero is printed "-00"."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    for row in rows("police-recorded-crime/prc-pfa-2017-18-modern-slavery-106.csv"):
        printed = row["Number of Offences"].strip()
        counts[row["Force Name"]][int(row["Financial Quarter"]) - 1] = max(0.0, float(printed))
    return dict(counts)


def residents(year: int) -> dict[str, float]:
    """Mid-year residents of each force area by ONS code: local authorities (ONS, mid-2023 edition) summed."""
    book = CalamineWorkbook.from_path(str(DATA / "population" / "LAD23_Mid_Year_pop_2011_to_2023.xlsx"))
    sheet = book.get_sheet_by_name("MYE4").to_python()
    start = next(place for place, row in enumerate(sheet) if row and row[0] == "Code")
    column = sheet[start].index(f"Mid-{year}")
    people = {str(row[0]): float(str(row[column])) for row in sheet[start + 1 :] if row[0]}
    totals: dict[str, float] = defaultdict(float)
    for row in rows("geography/lad23_csp23_pfa23_lookup.csv"):
        totals[row["PFA23CD"]] += people[row["LAD23CD"]]
    return dict(totals)
