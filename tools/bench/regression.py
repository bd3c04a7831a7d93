"""Ridge logistic regression, and which two features say more together than each for itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from customer_risk.records import Record

type Array = npt.NDArray[Any]
type Product = tuple[int, int]

RIDGE = 3.0
LEAST_TOLD_APART = 60
"""Rows in which a product must be other than zero before it is worth a weight of its own."""


class Lessons(Record):
    """Rows to learn from: features, whether it is a match, how much the row counts.

    ``constant`` is what the intercept is multiplied with: one, or zero in rows that are a difference of two others.
    """

    x: Array
    y: Array
    weight: Array
    constant: Array

    def joined(self, other: Lessons) -> Lessons:
        """These lessons and some more."""
        return Lessons(
            x=np.concatenate([self.x, other.x]),
            y=np.concatenate([self.y, other.y]),
            weight=np.concatenate([self.weight, other.weight]),
            constant=np.concatenate([self.constant, other.constant]),
        )


def with_products(x: Array, products: Sequence[Product]) -> Array:
    """Features and, after them, the products of some two of them."""
    return np.concatenate([x, *(x[:, [a]] * x[:, [b]] for a, b in products)], axis=1)


def fit(lessons: Lessons) -> Array:
    """Coefficients by Newton's method, the last one the intercept."""
    design, penalty = _design(lessons)
    beta = np.zeros(design.shape[1])
    for _ in range(40):
        p = _probabilities(design @ beta)
        gradient = design.T @ (lessons.weight * (p - lessons.y)) + penalty @ beta
        step = np.linalg.solve(_hessian(design, lessons.weight * p * (1 - p)) + penalty, gradient)
        beta -= step
        if np.abs(step).max() < 1e-6:  # noqa: PLR2004 - converged
            break
    return beta


def strongest_product(features: Array, lessons: Lessons, beta: Array, taken: Sequence[Product]) -> Product:
    """The two features whose product would improve a fit most, by the score test.

    ``features`` are the plain features of the rows of ``lessons``, which may have products already.
    """
    design, penalty = _design(lessons)
    p = _probabilities(design @ beta)
    residual, spread = lessons.weight * (lessons.y - p), lessons.weight * p * (1 - p)
    inverse = np.linalg.inv(_hessian(design, spread) + penalty)
    best, found = 0.0, (0, 0)
    for left in range(features.shape[1]):
        columns = features[:, left:].astype(np.float64) * features[:, [left]]
        shared = design.T @ (columns * spread[:, None])
        own = (columns**2 * spread[:, None]).sum(0) - np.einsum("ij,ik,kj->j", shared, inverse, shared)
        scores = (residual @ columns) ** 2 / (own + RIDGE)
        for right in np.argsort(-scores):
            product = (left, left + int(right))
            if scores[right] <= best:
                break
            telling = np.count_nonzero(columns[:, right]) >= LEAST_TOLD_APART
            # The square of what is only yes or no says nothing new.
            if telling and product not in taken and (right or not np.array_equal(columns[:, 0], features[:, left])):
                best, found = float(scores[right]), product
                break
    return found


def _design(lessons: Lessons) -> tuple[Array, Array]:
    design = np.concatenate([lessons.x, lessons.constant[:, None]], axis=1).astype(np.float64)
    penalty = np.eye(design.shape[1]) * RIDGE
    penalty[-1, -1] = 1e-6
    return design, penalty


def _probabilities(odds: Array) -> Array:
    p: Array = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return p


def _hessian(design: Array, spread: Array) -> Array:
    hessian: Array = (design * spread[:, None]).T @ design
    return hessian
