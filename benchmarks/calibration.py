"""How often intervals hold the truth and rules cry wolf: `python -m benchmarks.calibration [--write]`.

Intervals of a single count are worked out over every count that can occur; the rest is simulated with fixed seeds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special

from benchmarks.tables import report, table
from local_response.insight.agreement import SourceCount, agreement
from local_response.insight.composition import stand_out
from local_response.insight.dispersion import Dispersion, estimate_dispersion
from local_response.insight.forecast import fit_country, judge, next_range
from local_response.insight.funnel import Funnel, Model, rate_funnel
from local_response.insight.limits import byar_limits, clopper_pearson_limits, exact_limits, wilson_limits
from local_response.insight.quarters import control_chart
from local_response.insight.ranks import rank_intervals
from local_response.insight.rates import rates
from local_response.insight.shrinkage import shrink_rates
from local_response.insight.trend import trend

Array = NDArray[np.float64]
AREAS = 43


def build() -> str:
    parts = [
        ("Coverage of the interval of a count (nominal 95%)", count_coverage()),
        ("Coverage of the interval of a share (nominal 95%)", share_coverage()),
        ("Coverage of the interval of a ratio of two rates (nominal 95%)", ratio_coverage()),
        ("Coverage of shrunk rates and ranks, 43 areas (nominal 95%)", shrinkage_coverage()),
        ("False alarms of the funnel, 43 areas", funnel_alarms()),
        ("False alarms of the quarterly rules, when nothing has changed", quarter_alarms()),
        ("False alarms of the trend, next quarter, stand-out and agreement", other_alarms()),
    ]
    return "\n\n".join(f"**{title}**\n\n{body}" for title, body in parts)


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def poisson_weights(mean: float) -> tuple[Array, Array]:
    counts = np.arange(0, int(mean + 12 * np.sqrt(mean) + 30), dtype=float)
    return counts, np.exp(counts * np.log(mean) - mean - special.gammaln(counts + 1))


def covered(limits: tuple[Array, Array], truth: float, weights: Array) -> str:
    lower = np.nan_to_num(limits[0], nan=0.0)
    return percent(float(weights[(lower <= truth) & (truth <= limits[1])].sum()))


def by_the_rule(counts: Array, level: float) -> tuple[Array, Array]:
    got = rates(counts, 1, 1, (level,))
    return got.lower[level], got.upper[level]


def count_coverage() -> str:
    rows = []
    for mean in (1, 2, 5, 10, 20, 50, 100):
        counts, weights = poisson_weights(mean)
        methods: list[Callable[[Array, float], tuple[Array, Array]]] = [exact_limits, byar_limits, by_the_rule]
        rows.append([mean, *(covered(method(counts, 0.95), mean, weights) for method in methods)])
    return table(["events expected", "exact", "Byar", "the rule (exact below 10)"], rows)


def share_coverage() -> str:
    rows = []
    for n in (10, 20, 50, 200):
        for p in (0.05, 0.2, 0.5):
            x = np.arange(n + 1, dtype=float)
            log = special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(n - x + 1)
            weights = np.exp(log + x * np.log(p) + (n - x) * np.log1p(-p))
            both = (covered(method(x, n, 0.95), p, weights) for method in (wilson_limits, clopper_pearson_limits))
            rows.append([n, p, *both])
    return table(["whole", "true share", "Wilson", "Clopper-Pearson"], rows)


def ratio_coverage() -> str:
    rows = []
    for mean_a, mean_b in ((2, 4), (5, 10), (10, 10), (20, 60)):
        a, weight_a = poisson_weights(mean_a)
        b, weight_b = poisson_weights(mean_b)
        both = np.outer(weight_a, weight_b)
        usable = b > 0
        lower, upper = clopper_pearson_limits(a[:, None], a[:, None] + b[None, usable], 0.95)
        truth = mean_a / (mean_a + mean_b)
        inside = (lower <= truth) & (truth <= upper)
        share = float(both[:, usable][inside].sum() / both[:, usable].sum())
        rows.append([mean_a, mean_b, percent(share)])
    return table(["events expected in a", "in b", "exact ratio"], rows)


def true_rates(rng: np.random.Generator, shape: float) -> tuple[Array, Array]:
    """Sizes from 0.3 to 9 (a hundred thousand residents, say) and levels that truly differ, 10 events a unit."""
    sizes = np.exp(rng.uniform(np.log(0.3), np.log(9), AREAS))
    return sizes, 10 * rng.gamma(shape, 1 / shape, AREAS)


def shrinkage_coverage() -> str:
    rows = []
    for shape in (2.0, 5.0, 20.0):
        rng = np.random.default_rng(20)
        plain, shrunk, ranked = [], [], []
        for _ in range(200):
            sizes, levels = true_rates(rng, shape)
            counts = rng.poisson(sizes * levels)
            own = rates(counts, sizes, 1, (0.95,))
            plain.append((own.lower[0.95] <= levels) & (levels <= own.upper[0.95]))
            got = shrink_rates(counts, sizes)
            shrunk.append((got.lower <= levels) & (levels <= got.upper))
            place = (levels[None, :] > levels[:, None]).sum(axis=1) + 1
            ranks = rank_intervals(got)
            ranked.append((ranks.lower <= place) & (place <= ranks.upper))
        rows.append([shape, *(percent(float(np.mean(hits))) for hits in (plain, shrunk, ranked))])
    return table(["gamma shape of true rates", "own rate", "shrunk rate", "rank"], rows)


def funnel_alarms() -> str:
    rows = []
    for name, shape in (("chance only", None), ("areas differ, shape 20", 20.0), ("areas differ, shape 5", 5.0)):
        for level in (0.95, 0.998):
            rng = np.random.default_rng(30)
            models: tuple[Model, ...] = ("chance", "multiplicative", "additive")
            outside: dict[str, list[float]] = {model: [] for model in (*models, "as in the paper")}
            for _ in range(400):
                sizes, levels = true_rates(rng, shape or 1.0)
                counts = rng.poisson(sizes * (10.0 if shape is None else levels))
                funnel = rate_funnel(counts, sizes)
                for model in models:
                    outside[model].append(alarm(funnel, model, level))
                outside["as in the paper"].append(alarm(as_in_the_paper(funnel), "additive", level))
            rows.append([name, percent(1 - level), *(percent(float(np.mean(share))) for share in outside.values())])
    return table(
        ["truth", "nominal", "chance limits", "multiplicative", "additive", "additive, phi not corrected"], rows
    )


def alarm(funnel: Funnel, model: Model, level: float) -> float:
    return float(np.mean(funnel.signals(model, (level,)).code != 0))


def as_in_the_paper(funnel: Funnel) -> Funnel:
    error = 0.5 / np.sqrt(funnel.sizes * funnel.target)
    plain: Dispersion = estimate_dispersion(funnel.scores("chance"), error, np.zeros(AREAS), corrected=False)
    return Funnel(funnel.kind, funnel.counts, funnel.sizes, funnel.values, funnel.target, plain)


def over_dispersed(rng: np.random.Generator, mean: float, dispersion: float, size: tuple[int, ...]) -> Array:
    """Counts whose variance is dispersion times their mean: negative binomial, or Poisson for 1."""
    if dispersion == 1:
        return rng.poisson(mean, size).astype(float)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion, size).astype(float)


def quarter_alarms() -> str:
    rows = []
    for points in (12, 24):
        for mean, dispersion in ((5, 1.0), (20, 1.0), (20, 1.49), (50, 1.49)):
            rng = np.random.default_rng(40)
            found: dict[str, int] = {"outside_limits": 0, "run_on_one_side": 0, "steady": 0, "any": 0}
            series = over_dispersed(rng, mean, dispersion, (3000, points))
            for counts in series:
                rules = {cause.rule for cause in control_chart(counts, dispersion).causes}
                found["outside_limits"] += "outside_limits" in rules
                found["run_on_one_side"] += "run_on_one_side" in rules
                found["steady"] += bool(rules & {"steady_rise", "steady_fall"})
                found["any"] += bool(rules)
            rows.append([points, mean, dispersion, *(percent(count / len(series)) for count in found.values())])
    head = ["quarters", "mean", "dispersion", "a point outside 99.8%", "run of 8", "steady 6", "any rule"]
    return table([*head[:3], *(f"series with {name}" for name in head[3:])], rows)


def other_alarms() -> str:
    two = "25 events in each of two sources, dispersion"
    none_differ = "43 areas x 6 types, none truly different: areas with any type"
    rows = [
        ["trend", "12 flat quarters, mean 20, dispersion 1.49", "5.0%", trend_alarms()],
        ["next quarter", "43 steady areas, the sixth quarter outside its 95% range", "at most 5.0%", next_alarms()],
        ["stand-out", none_differ, "at most 5.0%", stand_out_alarms()],
        ["agreement", f"{two} 1", "at most 5.0%", agreement_alarms(1.0)],
        ["agreement", f"{two} 1.49, allowed for", "at most 5.0%", agreement_alarms(1.49)],
    ]
    return table(
        ["method", "what is repeated", "nominal", "found"],
        [[name, what, nominal, percent(found)] for name, what, nominal, found in rows],
    )


def trend_alarms() -> float:
    rng = np.random.default_rng(50)
    periods = [f"{2020 + i // 4}-Q{i % 4 + 1}" for i in range(12)]
    found = [trend(periods, counts, []) for counts in over_dispersed(rng, 20, 1.49, (2000, 12))]
    return float(np.mean([not (got.lower or 0) <= 0 <= (got.upper or 0) for got in found]))


def next_alarms() -> float:
    rng = np.random.default_rng(60)
    outside = []
    for _ in range(25):
        sizes, levels = true_rates(rng, 5.0)
        counts = np.array([over_dispersed(rng, mean, 1.49, (6,)) for mean in sizes * levels])
        country = fit_country(counts[:, :5], sizes)
        for row, size in zip(counts, sizes, strict=True):
            outside.append(judge(row[5], next_range(row[:5], size, country)) != "inside")
    return float(np.mean(outside))


def stand_out_alarms() -> float:
    rng = np.random.default_rng(70)
    make_up = [0.35, 0.3, 0.15, 0.1, 0.06, 0.04]
    found = []
    for _ in range(10):
        persons = rng.integers(20, 300, AREAS)
        counts = np.array([rng.multinomial(n, make_up) for n in persons])
        found += [(stand_out(area, counts, persons, list("abcdef")).stands_out != 0).any() for area in range(AREAS)]
    return float(np.mean(found))


def agreement_alarms(dispersion: float) -> float:
    rng = np.random.default_rng(80)
    pairs = over_dispersed(rng, 25, dispersion, (4000, 2))
    verdicts = [
        agreement(SourceCount("a", a, 4000, dispersion), SourceCount("b", b, 4000, dispersion)).verdict
        for a, b in pairs
    ]
    return float(np.mean([verdict in ("first_higher", "second_higher") for verdict in verdicts]))


if __name__ == "__main__":
    report("benchmarks.calibration", build)
