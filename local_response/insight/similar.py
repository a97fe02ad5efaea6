"""Areas like this one, by features and weights that anybody can see and change, and a value against their spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from local_response.insight.limits import FloatArray


@dataclass(frozen=True)
class Neighbours:
    """The areas nearest to one area, nearest first.

    distances: 0 for areas alike in every weighted feature; 1 is one typical spread apart in each.
    contributions: neighbours x features, the share of the squared distance that each feature makes; rows sum to 1
    (0 where the distance is 0). left_out: areas without a value in some weighted feature.
    """

    area: str
    areas: tuple[str, ...]
    distances: FloatArray
    contributions: FloatArray
    features: tuple[str, ...]
    weights: Mapping[str, float]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class GroupPlace:
    """A value among those of a group; the group does not hold the value itself.

    below, above: how many of the group are lower and higher. position: where it lies against the group's middle
    half (from lower to upper quartile) and its range.
    """

    value: float
    size: int
    minimum: float
    lower_quartile: float
    median: float
    upper_quartile: float
    maximum: float
    below: int
    above: int
    position: Literal["below_all", "lower", "middle_half", "upper", "above_all"]


def robust_scores(features: ArrayLike) -> FloatArray:
    """Each feature (column) less its median, over 1.4826 times its median absolute deviation.

    Where more than half the areas are alike in a feature that deviation is 0, and the standard deviation is used;
    where all are alike the feature scores 0 everywhere. NaN stays NaN.
    Source: Rousseeuw and Croux (1993), Journal of the American Statistical Association 88, 1273-1283.
    """
    x = np.asarray(features, dtype=np.float64)
    centred = x - np.nanmedian(x, axis=0)
    scale = 1.4826 * np.nanmedian(np.abs(centred), axis=0)
    scale = np.where(scale > 0, scale, np.nanstd(x, axis=0))
    return np.asarray(centred / np.where(scale > 0, scale, 1.0), dtype=np.float64)


def nearest(
    area: str,
    areas: Sequence[str],
    features: Mapping[str, Sequence[float]],
    weights: Mapping[str, float] | None = None,
    count: int = 8,
) -> Neighbours:
    """The areas most like one area: weighted Euclidean distance of robust scores.

    areas: codes or names, each once. features: by name, one number an area in that order; take logs of sizes first.
    weights: by feature, 0 or more; 1 for those not named. count: how many neighbours, 1 or more.
    Distance: root of sum(w (score difference)^2) / sum(w). Areas equally near come in order of their code.
    Raises ValueError for an unknown area, feature or weight, or where the area itself lacks a weighted feature.
    """
    names = tuple(features)
    given = dict(weights or {})
    if area not in areas or len(set(areas)) != len(areas):
        raise ValueError(f"{area!r} must be among the areas, each once")
    if unknown := set(given) - set(names):
        raise ValueError(f"no feature {sorted(unknown)[0]!r}; there are {', '.join(names)}")
    w = np.array([float(given.get(name, 1.0)) for name in names])
    if (w < 0).any() or not w.sum() > 0 or count < 1:
        raise ValueError("weights are 0 or more and not all 0, and at least 1 neighbour is asked for")
    scores = robust_scores(np.column_stack([np.asarray(features[name], dtype=np.float64) for name in names]))
    own = areas.index(area)
    parts = w * np.where(w > 0, scores - scores[own], 0.0) ** 2 / w.sum()
    if np.isnan(parts[own]).any():
        lacking = [name for name, part in zip(names, parts[own], strict=True) if np.isnan(part)]
        raise ValueError(f"{area!r} has no value for {', '.join(lacking)}")
    squared = parts.sum(axis=1)
    left_out = tuple(name for name, total in zip(areas, squared, strict=True) if np.isnan(total))
    order = sorted(
        (i for i in range(len(areas)) if i != own and not np.isnan(squared[i])), key=lambda i: (squared[i], areas[i])
    )
    chosen = order[:count]
    with np.errstate(invalid="ignore"):
        shares = np.nan_to_num(parts[chosen] / squared[chosen, None])
    return Neighbours(
        area,
        tuple(areas[i] for i in chosen),
        np.sqrt(squared[chosen]),
        shares,
        names,
        dict(zip(names, w.tolist(), strict=True)),
        left_out,
    )


def place_in_group(value: float, group: ArrayLike) -> GroupPlace:
    """Where a value lies among the values of its neighbours; values that are NaN take no part.

    Quartiles are by linear interpolation. Raises ValueError for no value, or fewer than 4 in the group.
    """
    values = np.asarray(group, dtype=np.float64)
    values = values[~np.isnan(values)]
    if np.isnan(value) or len(values) < 4:
        raise ValueError(f"need a value and a group of at least 4, got {value} and {len(values)}")
    low, q1, middle, q3, high = (float(q) for q in np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))
    position: Literal["below_all", "lower", "middle_half", "upper", "above_all"] = "middle_half"
    if value < low:
        position = "below_all"
    elif value > high:
        position = "above_all"
    elif value < q1:
        position = "lower"
    elif value > q3:
        position = "upper"
    below, above = int((values < value).sum()), int((values > value).sum())
    return GroupPlace(float(value), len(values), low, q1, middle, q3, high, below, above, position)
