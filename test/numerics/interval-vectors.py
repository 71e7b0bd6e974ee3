"""Writes interval-vectors.json: limits by SciPy, which the unit tests of the API's own numerics are held against.

    python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 statsmodels==0.15.0 && .venv/bin/python test/numerics/interval-vectors.py

A development tool: nothing of the program needs Python. Every formula is written from its paper, not from the program's code.
"""

import itertools
import json
import pathlib

import math

import scipy
import statsmodels
from scipy.stats import beta, binom, chi2, norm
from statsmodels.stats.multitest import multipletests

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


def ratio_p(x1, e1, x2, e2):
    """Twice the smaller binomial tail of the first count, given both together."""
    if x1 + x2 == 0:
        return 1.0
    share = e1 / (e1 + e2)
    # By the survival function: the share of the other count, near 1, would have lost its digits.
    at_most = binom.cdf(x1, x1 + x2, share)
    at_least = binom.sf(x1 - 1, x1 + x2, share)
    return min(1.0, 2 * min(at_most, at_least))


def accidents(ones, others, e1, e2):
    """Victims per accident of either side: the log ratio, and the larger of its p and the exact one of the numbers of accidents."""
    x1, x2 = sum(ones), sum(others)
    exact = ratio_p(len(ones), e1, len(others), e2)
    if x1 == 0 or x2 == 0:
        return None if x2 == 0 else 0.0, None, None, exact
    rr = x1 / x2 * e2 / e1
    error = math.sqrt(sum(m * m for m in ones) / x1**2 + sum(n * n for n in others) / x2**2)
    z = norm.isf(TAIL)
    return rr, rr * math.exp(-z * error), rr * math.exp(z * error), max(exact, 2 * norm.sf(abs(math.log(rr)) / error))


def tiwari(weights, counts, exposures):
    """Fay and Feuer's lower limit; the upper one with the means of w/n and (w/n)² (Tiwari, Clegg and Zou 2006)."""
    used = sum(weights)
    per = [w / used / n for w, n in zip(weights, exposures)]
    y = sum(p * x for p, x in zip(per, counts))
    v = sum(p * p * x for p, x in zip(per, counts))
    lower = 0.0 if y == 0 else v / (2 * y) * chi2.ppf(TAIL, 2 * y * y / v)
    ys, vs = y + sum(per) / len(per), v + sum(p * p for p in per) / len(per)
    return y, lower, vs / (2 * ys) * chi2.isf(TAIL, 2 * ys * ys / vs)


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

# Accidents of one victim, and the victims of each other.
SERIES = [(0, []), (1, []), (0, [46]), (5, []), (4, [20]), (28, []), (16, [46]), (0, [2, 2, 3]), (300, [5, 46]), (2000, [2] * 9)]
SERIES_EXPOSURES = [(1.0, 1.0), (7.1e6, 7.0e6)]

# Weights, counts and exposures by stratum.
STANDARDS = [
    ([0.04, 0.96], [0, 99], [50, 800_000]),
    ([0.3, 0.7], [0, 0], [1000, 2000]),
    ([0.3, 0.7], [200, 100], [1000, 2000]),
    ([1.0], [92], [301_233]),
    ([0.02, 0.18, 0.3, 0.4], [1, 92, 410, 3], [12.5, 340_000, 1.1e6, 2.4e6]),
    ([0.05, 0.95], [3, 1404], [0.001, 9e6]),
    ([1 / 19] * 19, list(range(19)), [1000 * (k + 1) for k in range(19)]),
]

# By a fixed rule, so that no generator of random numbers has to stay as it is.
P_VALUES = [
    [],
    [0.05],
    [0.04, 0.04],
    [0.03, 0.04, 0.05, 0.5],
    [0.01, 0.02, 0.03, 0.04, 0.05],
    [0.9, 0.001, 0.2, 0.012, 0.03, 0.5, 0.0249, 0.051, 1.0, 0.008],
    [((k * 7919) % 1000 / 1000) ** 4 for k in range(200)],
    [((k * 104_729) % 997 / 997) ** 2 for k in range(1000)],
]

vectors = {
    "made": f"test/numerics/interval-vectors.py with SciPy {scipy.__version__} and statsmodels {statsmodels.__version__}",
    "garwood": [{"count": x, "limits": garwood(x)} for x in COUNTS],
    "fayFeuer": [{"weights": w, "counts": x, "limits": fay_feuer(w, x)} for w, x in STRATA],
    "rateRatio": [
        {"counts": [x1, x2], "exposures": [e1, e2], "limits": ratio(x1, e1, x2, e2)}
        for (x1, x2), (e1, e2) in itertools.product(itertools.product(PAIRS, PAIRS), EXPOSURES)
    ],
    "ratioP": [
        {"counts": [x1, x2], "exposures": [e1, e2], "p": ratio_p(x1, e1, x2, e2)}
        for (x1, x2), (e1, e2) in itertools.product(itertools.product(PAIRS, PAIRS), [*EXPOSURES, (7.1e6, 7.0e6)])
    ],
    "accidents": [
        {
            "singles": [s1, s2],
            "groups": [g1, g2],
            "exposures": [e1, e2],
            "values": accidents([1] * s1 + g1, [1] * s2 + g2, e1, e2),
        }
        for (s1, g1), (s2, g2), (e1, e2) in itertools.product(SERIES, SERIES, SERIES_EXPOSURES)
    ],
    "tiwari": [{"weights": w, "counts": x, "exposures": n, "values": tiwari(w, x, n)} for w, x, n in STANDARDS],
    "benjaminiHochberg": [
        {"ps": ps, "rejected": [] if not ps else [int(one) for one in multipletests(ps, 0.05, "fdr_bh")[0]]} for ps in P_VALUES
    ],
}


def written(value):
    if isinstance(value, str):
        return json.dumps(value)
    return "[\n" + ",\n".join("    " + json.dumps(one) for one in value) + "\n  ]"


if __name__ == "__main__":
    members = ",\n".join(f'  "{name}": {written(value)}' for name, value in vectors.items())
    pathlib.Path(__file__).with_name("interval-vectors.json").write_text("{\n" + members + "\n}\n")
