"""Poisson log-linear models fitted by Newton's method, many models or many tables at once.

Terms whose lists share nobody are estimated at minus infinity: the histories that contain them are left out of the
fit, and the term still counts as a parameter in AIC and BIC (extended maximum likelihood: Fienberg and Rinaldo 2012,
Annals of Statistics 40, 996-1023; Chan, Silverman and Vincent 2021, JASA 116, 1297-1306).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy

from local_response.insight.hidden.terms import BoolArray, FloatArray, Frame, IntArray, count_on_all

MOST_STEPS = 60
LARGEST_STEP = 4.0
"""Most that one Newton step may move any log expected count; keeps the first steps of sparse tables in bounds."""
CONVERGED_DECREMENT = 1e-9
LARGEST_LOG_MEAN = 80.0
BYTES_AT_ONCE = 48_000_000


@dataclass(frozen=True, eq=False)
class Fits:
    """A batch of fitted models, one row a fit.

    coefficients: by term of the frame; 0 where the term is not in the model, -inf where it is estimated there.
    expected: expected count of each history 1 to 2^lists - 1; 0 where left out.
    unseen: expected people on no list. total: with those seen. NaN where the fit did not converge.
    parameters: terms in the model, with those at minus infinity. log_likelihood, aic, bic, deviance: as they say;
    bic takes the number of people seen as the sample size (Silverman, Chan and Vincent 2024).
    """

    coefficients: FloatArray
    expected: FloatArray
    unseen: FloatArray
    total: FloatArray
    log_likelihood: FloatArray
    deviance: FloatArray
    parameters: IntArray
    aic: FloatArray
    bic: FloatArray
    converged: BoolArray

    def row(self, place: int) -> Fits:
        """One fit of the batch, as a batch of one."""
        return self.rows(np.array([place]))

    def rows(self, places: IntArray) -> Fits:
        """Some fits of the batch, in the order asked for."""
        return Fits(**{name: getattr(self, name)[places] for name in self.__dataclass_fields__})


def estimable(frame: Frame, models: BoolArray, counts: IntArray) -> tuple[BoolArray, BoolArray]:
    """Which terms get a finite estimate, and which histories stay in the fit.

    models: fits by terms. counts: fits by 2^lists histories. Returns fits by terms, and fits by histories from 1.
    """
    empty = models & (count_on_all(counts)[:, frame.terms] == 0)
    left_out = (empty.astype(np.float64) @ frame.design.T) > 0
    return models & ~empty, ~left_out


def fit(frame: Frame, models: BoolArray, counts: IntArray, start: FloatArray | None = None) -> Fits:
    """Fit a batch of models that share a frame, each to its own table or all to one.

    models: fits by terms of the frame, or one row. counts: fits by 2^lists histories (place 0, the unseen, is
    ignored), or one row. start: coefficients to start from, fits by terms, or one row; taken from the counts when
    not given. The caller checks existence first: where no estimate exists a fit converges to nothing useful or not
    at all. Raises ValueError for shapes that do not go together.
    """
    models, counts = np.atleast_2d(models), np.atleast_2d(counts)
    batch = max(len(models), len(counts))
    if len(models) not in (1, batch) or len(counts) not in (1, batch):
        raise ValueError(f"cannot pair {len(models)} models with {len(counts)} tables")
    at_once = max(1, BYTES_AT_ONCE // (8 * len(frame.terms) ** 2))
    pieces = []
    for first in range(0, batch, at_once):
        piece = slice(first, min(first + at_once, batch))
        size = piece.stop - piece.start
        some_models = models[piece] if len(models) == batch else np.repeat(models, size, axis=0)
        some_counts = counts[piece] if len(counts) == batch else np.repeat(counts, size, axis=0)
        some_start = None
        if start is not None:
            start = np.atleast_2d(start)
            some_start = start[piece] if len(start) == batch else np.repeat(start, size, axis=0)
        pieces.append(_fit_piece(frame, some_models, some_counts, some_start))
    if len(pieces) == 1:
        return pieces[0]
    return Fits(**{name: np.concatenate([getattr(one, name) for one in pieces]) for name in Fits.__dataclass_fields__})


@dataclass(frozen=True, eq=False)
class Packing:
    """The active terms of each fit, moved to the front, so that small models of a large frame stay small matrices.

    terms: fits by most active terms, places in the frame. used: False where a fit has fewer terms than that.
    unions: fits by terms by terms, flat: the place of each pair's union in the frame's unions.
    """

    terms: IntArray
    used: BoolArray
    unions: IntArray

    @staticmethod
    def of(frame: Frame, active: BoolArray) -> Packing:
        """Pack fits by terms; the intercept stays first."""
        most = int(active.sum(axis=1).max(initial=1))
        terms = np.argsort(~active, axis=1, kind="stable")[:, :most]
        unions = frame.union_place[terms[:, :, None], terms[:, None, :]].reshape(len(terms), -1)
        return Packing(terms, np.take_along_axis(active, terms, axis=1), unions)

    def rows(self, places: IntArray) -> Packing:
        """The packing of some of the fits."""
        return Packing(self.terms[places], self.used[places], self.unions[places])

    def information(self, frame: Frame, weights: FloatArray) -> FloatArray:
        """Sum over histories of weight times term times term; with expected counts as weights, Fisher information.

        weights: fits by histories from 1. Places without a term get the identity, so that it can be inverted.
        """
        most = self.terms.shape[1]
        matrix = np.take_along_axis(weights @ frame.acts, self.unions, axis=1).reshape(-1, most, most)
        matrix *= self.used[:, :, None]
        matrix *= self.used[:, None, :]
        diagonal = np.arange(most)
        matrix[:, diagonal, diagonal] += ~self.used
        return matrix

    def solve(self, frame: Frame, weights: FloatArray, right: FloatArray) -> FloatArray:
        """Solve information x = right for every fit. right and the answer: fits by terms of the frame."""
        matrix = _ridged(self.information(frame, weights))
        packed = np.take_along_axis(right, self.terms, axis=1) * self.used
        answer = np.linalg.solve(matrix, packed[..., None])[..., 0]
        full = np.zeros_like(right)
        np.put_along_axis(full, self.terms, answer * self.used, axis=1)
        return full


def unseen_log_sd(frame: Frame, models: BoolArray, counts: IntArray, fits: Fits) -> FloatArray:
    """Standard deviation of the log of the unseen number, from the information matrix, one a fit."""
    active, _ = estimable(frame, np.atleast_2d(models), np.atleast_2d(counts))
    inverse = np.linalg.inv(Packing.of(frame, active).information(frame, fits.expected))
    spread: FloatArray = np.sqrt(inverse[:, 0, 0])
    return spread


def _fit_piece(frame: Frame, models: BoolArray, counts: IntArray, start: FloatArray | None) -> Fits:
    active, kept = estimable(frame, models, counts)
    seen = counts[:, 1:].astype(np.float64)
    if start is None:
        coefficients = _first_guess(frame, active, kept, seen)
    else:
        coefficients = np.where(active & np.isfinite(start), start, 0.0)
    converged = _newton(frame, active, kept, seen, coefficients)
    return _measures(frame, models, active, kept, seen, coefficients, converged)


def _first_guess(frame: Frame, active: BoolArray, kept: BoolArray, seen: FloatArray) -> FloatArray:
    """One weighted least squares step from means of count + 0.1, as generalised linear model programs start."""
    means = (seen + 0.1) * kept
    target = np.where(kept, np.log(seen + 0.1) - 0.1 / (seen + 0.1), 0.0)
    right = ((means * target) @ frame.design) * active
    return Packing.of(frame, active).solve(frame, means, right)


def _ridged(matrix: FloatArray) -> FloatArray:
    """A touch on the diagonal, so that one hopeless fit does not stop the batch; it does not move a limit."""
    diagonal = np.arange(matrix.shape[-1])
    matrix[:, diagonal, diagonal] *= 1 + 1e-12
    matrix[:, diagonal, diagonal] += 1e-280
    return matrix


def _newton(frame: Frame, active: BoolArray, kept: BoolArray, seen: FloatArray, coefficients: FloatArray) -> BoolArray:
    """Newton's method in place on coefficients; returns which fits converged. Finished fits leave the work."""
    converged = np.zeros(len(coefficients), dtype=bool)
    working, packing = np.arange(len(coefficients)), Packing.of(frame, active)
    mean, likelihood = _state(frame, coefficients, kept, seen)
    for _ in range(MOST_STEPS):
        slope = ((seen[working] - mean) @ frame.design) * active[working]
        try:
            step = packing.solve(frame, mean, slope)
        except np.linalg.LinAlgError:
            break
        decrement = np.einsum("bp,bp->b", step, slope)
        move = np.where(kept[working], step @ frame.design.T, 0.0)
        scale = np.minimum(1.0, LARGEST_STEP / np.maximum(np.abs(move).max(axis=1), 1e-300))
        for _half in range(12):
            trial = coefficients[working] + scale[:, None] * step
            mean, reached = _state(frame, trial, kept[working], seen[working])
            worse = reached < likelihood - 1e-9 * (1 + np.abs(likelihood))
            if not worse.any():
                break
            scale = np.where(worse, scale / 2, scale)
        coefficients[working] = trial
        done = (decrement < CONVERGED_DECREMENT) & (scale == 1.0)
        converged[working[done]] = True
        if done.all():
            break
        left = np.flatnonzero(~done)
        working, packing, mean, likelihood = working[left], packing.rows(left), mean[left], reached[left]
    return converged


def _state(frame: Frame, coefficients: FloatArray, kept: BoolArray, seen: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Expected counts, and the log likelihood less its constant."""
    log_mean = np.minimum(coefficients @ frame.design.T, LARGEST_LOG_MEAN)
    mean = np.exp(log_mean) * kept
    likelihood = np.einsum("bc,bc->b", seen, log_mean * kept) - mean.sum(axis=1)
    return mean, likelihood


def _measures(
    frame: Frame,
    models: BoolArray,
    active: BoolArray,
    kept: BoolArray,
    seen: FloatArray,
    coefficients: FloatArray,
    converged: BoolArray,
) -> Fits:
    mean, kernel = _state(frame, coefficients, kept, seen)
    people = seen.sum(axis=1)
    likelihood = kernel - gammaln(seen + 1).sum(axis=1)
    saturated = (xlogy(seen, seen) - seen).sum(axis=1)
    parameters = models.sum(axis=1)
    unseen = np.where(converged, np.exp(np.minimum(coefficients[:, 0], 700.0)), np.nan)
    with np.errstate(divide="ignore"):
        weight = np.log(people)
    return Fits(
        coefficients=np.where(models & ~active, -np.inf, coefficients),
        expected=mean,
        unseen=unseen,
        total=people + unseen,
        log_likelihood=likelihood,
        deviance=2 * (saturated - kernel),
        parameters=parameters,
        aic=np.where(converged, 2 * parameters - 2 * likelihood, np.nan),
        bic=np.where(converged, weight * parameters - 2 * likelihood, np.nan),
        converged=converged,
    )
