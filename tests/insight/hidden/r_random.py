"""The random numbers of R, so that bootstrap limits can be compared digit for digit with those that R gave.

Only for tests. Mersenne Twister seeded as R's set.seed; binomials by inversion and by the BTPE algorithm
(Kachitvichyanukul and Schmeiser 1988, Communications of the ACM 31, 216-222); multinomials one cell after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

import numpy as np

WORD = 0xFFFFFFFF
LARGEST_INVERSION = 110


class RRandom:
    """A stream of R's default random numbers after set.seed(seed)."""

    def __init__(self, seed: int) -> None:
        for _ in range(51):
            seed = (69069 * seed + 1) & WORD
        words = []
        for _ in range(624):
            seed = (69069 * seed + 1) & WORD
            words.append(seed)
        self._twister = np.random.MT19937()
        self._twister.state = {
            "bit_generator": "MT19937",
            "state": {"key": np.array(words, dtype=np.uint32), "pos": 624},
        }

    def uniform(self) -> float:
        """One number between 0 and 1, as runif(1)."""
        word = int(self._twister.random_raw())
        return min(max(word * 2.3283064365386963e-10, 0.5 * 2.328306437080797e-10), 1 - 0.5 * 2.328306437080797e-10)

    def binomial(self, trials: int, chance: float) -> int:
        """One number as rbinom(1, trials, chance)."""
        if chance == 0 or trials == 0:
            return 0
        if chance == 1:
            return trials
        rare = min(chance, 1 - chance)
        few = self._by_inversion if trials * rare < 30 else self._by_btpe
        hits = few(trials, rare)
        return trials - hits if chance > 0.5 else hits

    def multinomial(self, trials: int, weights: Sequence[float]) -> list[int]:
        """One table as rmultinom(1, trials, weights)."""
        total = float(sum(weights))
        shares = [weight / total for weight in weights]
        rest = sum(map(np.longdouble, shares), np.longdouble(0))
        table, left = [0] * len(shares), trials
        for place, share in enumerate(shares[:-1]):
            if share:
                part = float(share / rest)
                table[place] = self.binomial(left, part) if part < 1 else left
                left -= table[place]
            if left <= 0:
                return table
            rest -= share
        table[-1] = left
        return table

    def _by_inversion(self, trials: int, chance: float) -> int:
        odds = chance / (1 - chance)
        while True:
            hits, density, u = 0, (1 - chance) ** trials, self.uniform()
            while hits <= LARGEST_INVERSION:
                if u < density:
                    return hits
                u -= density
                hits += 1
                density *= odds * (trials + 1) / hits - odds

    def _by_btpe(self, n: int, p: float) -> int:
        q = 1 - p
        spread, mode_point, odds = n * p * q, n * p + p, p / q
        mode = int(mode_point)
        half = int(2.195 * sqrt(spread) - 4.6 * q) + 0.5
        middle = mode + 0.5
        left, right = middle - half, middle + half
        c = 0.134 + 20.5 / (15.3 + mode)
        slope = (mode_point - left) / (mode_point - left * p)
        left_rate = slope * (1 + 0.5 * slope)
        slope = (right - mode_point) / (right * q)
        right_rate = slope * (1 + 0.5 * slope)
        p2 = half * (1 + 2 * c)
        p3 = p2 + c / left_rate
        p4 = p3 + c / right_rate
        while True:
            u, v = self.uniform() * p4, self.uniform()
            if u <= half:
                return int(middle - half * v + u)
            if u <= p2:
                x = left + (u - half) / c
                v = v * c + 1 - abs(middle - x) / half
                if not 0 < v <= 1:
                    continue
                hits = int(x)
            elif u > p3:
                hits = int(right - log(v) / right_rate)
                if hits > n:
                    continue
                v *= (u - p3) * right_rate
            else:
                hits = int(left + log(v) / left_rate)
                if hits < 0:
                    continue
                v *= (u - p2) * left_rate
            if _accepted(hits, v, n, p, odds, mode, mode_point, middle, spread):
                return hits


def _accepted(
    hits: int, v: float, n: int, p: float, odds: float, mode: int, mode_point: float, middle: float, spread: float
) -> bool:
    away = abs(hits - mode)
    if away <= 20 or away >= spread / 2 - 1:
        height = 1.0
        for i in range(mode + 1, hits + 1):
            height *= odds * (n + 1) / i - odds
        for i in range(hits + 1, mode + 1):
            height /= odds * (n + 1) / i - odds
        return v <= height
    margin = away / spread * ((away * (away / 3 + 0.625) + 1 / 6) / spread + 0.5)
    bend, height = -(away * away) / (2 * spread), log(v)
    if height < bend - margin:
        return True
    if height > bend + margin:
        return False
    x, f, z, w = hits + 1, mode + 1, n + 1 - mode, n - hits + 1
    exact = middle * log(f / x) + (n - mode + 0.5) * log(z / w) + (hits - mode) * log(w * odds / x)
    return height <= exact + sum(map(_stirling, (f, z, x, w)))


def _stirling(x: float) -> float:
    square = x * x
    return (13860 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320
