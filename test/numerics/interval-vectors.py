"""Writes interval-vectors.json: limits by SciPy, which the unit tests of the API's own numerics are held against.

    python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 && .venv/bin/python test/numerics/interval-vectors.py

A development tool: nothing of the program needs Python. Every formula is written from its paper, not from the program's code.
"""

import itertools
import json
import pathlib

import scipy
from scipy.stats import beta, chi2

TAIL = 0.025


def garwood(count):
    lower = 0.0 if count == 0 else chi2.ppf(TAIL, 2 * count) / 2
    return lower, chi2.isf(TAIL, 2 * count + 2) / 2


def fay_feuer(weights, counts):
    y = sum(w * x for w, x in zip(weights, counts))
    v = sum(w * w * x for w, x in zip(weights, counts))
    largest = max(weights)
    lower = 0.0 if y == 0 else v / (2 * y) * chi2.ppf(TAIL, 2 * y * y / v)
    ys, vs = y + largest, v + largest * largest
    return lower, vs / (2 * ys) * chi2.isf(TAIL, 2 * ys * ys / vs)


def odds_below(a, b):
    """The odds at the lower quantile of Beta(a, b); of p near 1 by its complement, which keeps its digits."""
    p = beta.ppf(TAIL, a, b)
    return p / (1 - p) if p < 0.5 else (1 - (q := beta.isf(TAIL, b, a))) / q


def ratio(x1, e1, x2, e2):
    if x1 + x2 == 0:
        return None, None
    lower = 0.0 if x1 == 0 else odds_below(x1, x2 + 1) * e2 / e1
    return lower, None if x2 == 0 else e2 / e1 / odds_below(x2, x1 + 1)


COUNTS = [*range(0, 31), 38, 50, 77, 92, 100, 133, 145, 202, 205, 499, 938, 1430, 1568, 1999, 2000, 2001, 5000, 14741, 100_000, 1_234_567, 10_000_000]

# Victims per accident, or events per stratum, with what each weighs; exposures from a fraction of a worker to all of a country's.
STRATA = [
    ([1.0], [0]),
    ([1.0], [1]),
    ([1 / 301_233], [92]),
    ([1.0, 46.0], [91, 1]),
    ([46.0], [1]),
    ([1.0, 2.0, 3.0, 46.0], [1300, 30, 5, 1]),
    ([0.3 / 1000, 0.7 / 2000], [200, 100]),
    ([0.3 / 1000, 0.7 / 2000], [0, 0]),
    ([0.3 / 1000, 0.7 / 2000], [0, 1]),
    ([1e-9, 1e3], [10_000_000, 1]),
    ([1e-9, 1e3], [10_000_000, 0]),
    ([0.05 / 0.001, 0.95 / 9e6], [3, 1404]),
    ([0.02 / 12.5, 0.18 / 340_000, 0.3 / 1.1e6, 0.5 / 2.4e6], [1, 92, 410, 3]),
    ([1 / n for n in (7.0, 19.5, 88.0, 1204.0, 9.1e5)], [1, 0, 2, 31, 1_000_000]),
]

PAIRS = [0, 1, 2, 5, 46, 202, 203, 1430, 1568, 100_000, 10_000_000]
EXPOSURES = [(1.0, 1.0), (301_233.0, 298_000.5), (0.001, 9.2e6)]

vectors = {
    "made": f"test/numerics/interval-vectors.py with SciPy {scipy.__version__}",
    "garwood": [{"count": x, "limits": garwood(x)} for x in COUNTS],
    "fayFeuer": [{"weights": w, "counts": x, "limits": fay_feuer(w, x)} for w, x in STRATA],
    "rateRatio": [
        {"counts": [x1, x2], "exposures": [e1, e2], "limits": ratio(x1, e1, x2, e2)}
        for (x1, x2), (e1, e2) in itertools.product(itertools.product(PAIRS, PAIRS), EXPOSURES)
    ],
}


def written(value):
    if isinstance(value, str):
        return json.dumps(value)
    return "[\n" + ",\n".join("    " + json.dumps(one) for one in value) + "\n  ]"


if __name__ == "__main__":
    members = ",\n".join(f'  "{name}": {written(value)}' for name, value in vectors.items())
    pathlib.Path(__file__).with_name("interval-vectors.json").write_text("{\n" + members + "\n}\n")
