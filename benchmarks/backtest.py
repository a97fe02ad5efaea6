"""Dispersion of real counts, and whether next-quarter ranges held: `python -m benchmarks.backtest [--write]`.

Every range is made from figures before the quarter it is judged on, the fit of the country included.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from benchmarks import published
from benchmarks.tables import report, table
from local_response.insight.dispersion import dispersion_after_effects
from local_response.insight.forecast import (
    FEWEST_QUARTERS,
    FEWEST_WITH_COUNTRY,
    fit_alone,
    fit_country,
    judge,
    next_range,
)
from local_response.insight.funnel import rate_funnel
from local_response.insight.quarters import split_at_breaks

BREAKS = [date(2019, 10, 1), date(2023, 1, 1)]
LEVELS = (0.8, 0.95)


def build() -> str:
    return (
        f"**Dispersion of published counts**\n\n{dispersion()}\n\n**Back-test of next quarter's range**\n\n{backtest()}"
    )


def dispersion() -> str:
    crime, referrals = published.recorded_crime(), published.police_referrals()
    territorial = published.forces()
    units = ("ROCU", "Regional Organised Crime", "Special Operations Unit", "Police total")
    forces = [name for name in referrals if not any(unit in name for unit in units)]
    offences = np.array([crime[force["prc_name"]] for force in territorial])
    rows = [
        after_effects("recorded modern slavery, 2017/18, 43 forces x 4 quarters", offences),
        after_effects(
            f"referrals made by police, {len(forces)} forces x 6 quarters", np.array([referrals[f] for f in forces])
        ),
    ]
    people = published.residents(2017)
    rows.append(
        funnel_row(
            "recorded modern slavery per resident, 2017/18, 42 forces without the City of London",
            np.array([[sum(crime[f["prc_name"]]), people[f["ons_code"]]] for f in territorial if not is_city(f)]),
        )
    )
    people = published.residents(2022)
    rows.append(
        funnel_row(
            "referrals made by police per resident, April 2022 to September 2023, the same 42 forces",
            np.array([[sum(referrals[f["nrm_name"]]), people[f["ons_code"]]] for f in territorial if not is_city(f)]),
        )
    )
    return table(["counts", "dispersion", "measured by", "outside 95%: chance", "additive"], rows)


def is_city(force: dict[str, str]) -> bool:
    """The City of London has so few residents that a rate per resident means nothing."""
    return force["prc_name"] == "London, City of"


def after_effects(name: str, counts: np.ndarray) -> list[str]:
    phi, degrees = dispersion_after_effects(counts)
    return [name, f"{phi:.2f}", f"Pearson after force and quarter, {degrees} degrees of freedom", "", ""]


def funnel_row(name: str, pairs: np.ndarray) -> list[str]:
    funnel = rate_funnel(pairs[:, 0], pairs[:, 1])
    outside = [str(int((funnel.signals(model, (0.95,)).code != 0).sum())) for model in ("chance", "additive")]
    return [name, f"{funnel.dispersion.phi:.1f}", "between forces, winsorised", *outside]


def backtest() -> str:
    series = {
        "referrals made by police, 43 forces, quarters 3 to 6 of six": by_force,
        "UK referrals since 2014, each quarter with four before it in its segment": national,
    }
    rows = []
    for name, judged in series.items():
        for level in LEVELS:
            verdicts = judged(level)
            inside, count = verdicts.count("inside"), len(verdicts)
            held = f"{inside} of {count} ({inside / count:.1%})"
            rows.append([name, f"{level:.0%}", held, verdicts.count("below"), verdicts.count("above")])
    return table(["series", "range", "held", "below it", "above it"], rows)


def by_force(level: float) -> list[str]:
    """The January 2023 break changed decisions, not what a referral is, so these six quarters are taken as one."""
    referrals, people = published.police_referrals(), published.residents(2022)
    forces = published.forces()
    counts = np.array([referrals.get(force["nrm_name"], [0.0] * 6) for force in forces])
    sizes = np.array([people[force["ons_code"]] / 1e6 for force in forces])
    verdicts: list[str] = []
    for quarter in range(FEWEST_WITH_COUNTRY, counts.shape[1]):
        country = fit_country(counts[:, :quarter], sizes)
        for row, size in zip(counts, sizes, strict=True):
            verdicts.append(judge(row[quarter], next_range(row[:quarter], size, country, level)))
    return verdicts


def national(level: float) -> list[str]:
    totals = published.national_referrals()
    counts = np.array(list(totals.values()))
    verdicts: list[str] = []
    for segment in split_at_breaks(list(totals), BREAKS):
        series = counts[list(segment.places)]
        for quarter in range(FEWEST_QUARTERS, len(series)):
            past = series[:quarter]
            verdicts.append(judge(series[quarter], next_range(past, 1.0, fit_alone(past), level)))
    return verdicts


if __name__ == "__main__":
    report("benchmarks.backtest", build)
