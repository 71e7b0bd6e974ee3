"""Writes month-mean-vectors.json: stocks over periods by NumPy, which the unit tests of the exposure rule are held against.

    python3 -m venv .venv && .venv/bin/pip install numpy==2.3.4 && .venv/bin/python test/numerics/month-mean-vectors.py

A development tool: nothing of the program needs Python. Written from NUMBERS 1.2 for one cell without parts and breaks, not from the
program's code: every month is a place of an array, in which the mean is taken.
"""

import itertools
import json
import pathlib

import numpy as np

FIRST = 2018
MONTHS = 12 * 9
CARRIED_MAX = 24


def months_of(period):
    """First and last month, counted from January 2018."""
    year = 12 * (int(period[:4]) - FIRST)
    if len(period) == 4:
        return year, year + 11
    if period[5] == "Q":
        first = year + 3 * (int(period[6]) - 1)
        return first, first + 2
    return year + int(period[5:]) - 1, year + int(period[5:]) - 1


def last_carrier(statements, month):
    """The latest-ending period that ends before the month, at most 24 months; of two that end together the shorter."""
    ended = [period for period in statements if 0 < month - months_of(period)[1] <= CARRIED_MAX]
    return max(ended, key=lambda period: (months_of(period)[1], months_of(period)[0]), default=None)


def stock(statements, first, last):
    """Value, state, the latest period carried from, months carried, months missing; None without a denominator."""
    for period, value in statements.items():
        if months_of(period) == (first, last):
            return [value, "closed", None, 0, 0]
    stated = np.full(MONTHS, np.nan)
    # Years first, then quarters, then months: the shorter one that holds a month is its value.
    for period in sorted(statements, key=lambda period: months_of(period)[0] - months_of(period)[1]):
        begin, end = months_of(period)
        stated[begin : end + 1] = statements[period]
    carried, carriers = np.full(MONTHS, np.nan), {}
    for month in range(MONTHS):
        if np.isnan(stated[month]) and (period := last_carrier(statements, month)) is not None:
            carried[month], carriers[month] = statements[period], period
    values = np.where(np.isnan(stated), carried, stated)[first : last + 1]
    missing = int(np.isnan(values).sum())
    if 2 * missing > len(values):
        return None
    used = [carriers[month] for month in range(first, last + 1) if month in carriers]
    latest = max(used, key=lambda period: (months_of(period)[1], months_of(period)[0]), default=None)
    return [float(np.nanmean(values)), "carried_forward" if used or missing else "closed", latest, len(used), missing]


# What is stated, in the order of a year of work; the mean of each grows by a fixed rule, so that no generator of random numbers has to stay.
SHAPES = [
    ["2024", "2025"],
    ["2021"],
    ["2021", "2023-Q2"],
    [f"2025-{month:02}" for month in range(1, 12)],
    [f"2025-{month:02}" for month in range(7, 13)],
    [f"2025-{month:02}" for month in range(8, 13)],
    ["2021-Q4"],
    ["2022", "2022-Q3", "2022-08"],
    ["2022-Q4", "2022-12"],
    ["2020", "2021-Q1", "2022-02", "2024-Q3", "2024-07", "2025"],
    [f"{year}-Q{quarter}" for year in (2020, 2022, 2023) for quarter in (1, 2, 4)],
    [f"{year}-{month:02}" for year in range(2019, 2026) for month in (2, 3, 5, 7, 11)],
]


def value_of(place):
    return float(0 if place % 11 == 7 else (place * 7919) % 1000 + 100 + place / 8)


# Whole years, quarters, months, and windows of twelve months and of a year to date.
SPANS = sorted(
    {(12 * year, 12 * year + 11) for year in range(1, 9)}
    | {(3 * quarter, 3 * quarter + 2) for quarter in range(8, 36)}
    | {(month, month) for month in range(20, 108, 5)}
    | {(end - 11, end) for end in range(20, 108, 3)}
    | {(12 * year, 12 * year + length) for year, length in itertools.product(range(2, 9), (1, 4, 6, 9))}
)


def month_name(month):
    return f"{FIRST + month // 12}-{month % 12 + 1:02}"


def vectors():
    for number, shape in enumerate(SHAPES):
        statements = {period: value_of(31 * number + place) for place, period in enumerate(shape)}
        spans = [[month_name(first), month_name(last), stock(statements, first, last)] for first, last in SPANS]
        yield {"stated": list(statements.items()), "spans": spans}


if __name__ == "__main__":
    made = f"test/numerics/month-mean-vectors.py with NumPy {np.__version__}"
    worlds = ",\n".join("    " + json.dumps(world) for world in vectors())
    text = f'{{\n  "made": {json.dumps(made)},\n  "worlds": [\n{worlds}\n  ]\n}}\n'
    pathlib.Path(__file__).with_name("month-mean-vectors.json").write_text(text)
