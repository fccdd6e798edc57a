"""Writes print.json: how NumPy lays out arrays, for test/tensor/print.test.ts. Run: python3 test/golden/print.py

The layout (brackets, indents, blank lines, what is cut, where lines break) is NumPy's array2string; the cells are ours:
whole numbers as such, else 4 decimals, in exponent form from 1e6 or below 1e-4, padded to one width.
"""
import json
import math
from pathlib import Path

import numpy as np
from numpy.core.arrayprint import _leading_trailing


def cell(value, shown):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    finite = [abs(v) for v in shown if math.isfinite(v)]
    if all(v == int(v) and v < 1e8 for v in finite):
        return "-0" if value == 0 and math.copysign(1, value) < 0 else str(int(value))
    if max(finite) >= 1e6 or min(v for v in finite if v != 0) < 1e-4:
        mantissa, exponent = f"{value:.4e}".split("e")
        return f"{mantissa}e{int(exponent):+d}"
    return f"{value:.4f}"


def printed(array):
    cut = array.size > 1000
    shown = (_leading_trailing(array, 3) if cut and array.ndim else array).astype(np.float64).ravel().tolist()
    width = max(len(cell(value, shown)) for value in shown) if array.ndim else 0
    return np.array2string(
        array, separator=", ", prefix="tensor(", threshold=1000, edgeitems=3, max_line_width=75,
        formatter={"float_kind": lambda value: cell(float(value), shown).rjust(width)},
    )


def case(name, values, shape=None):
    array = np.array(values, dtype=np.float32)
    array = array.reshape(shape) if shape is not None else array
    flat = [repr(v) if not math.isfinite(v) else ("-0" if v == 0 and math.copysign(1, v) < 0 else v)
            for v in array.astype(np.float64).ravel().tolist()]
    return {"name": name, "shape": list(array.shape), "values": flat, "text": printed(array)}


def ramp(n, factor=1.0, start=0.0):
    return (np.arange(n, dtype=np.float64) * factor + start).astype(np.float32)


cases = [
    case("scalar", 2.5),
    case("scalar, whole", -3),
    case("vector", [1, 2, 3]),
    case("vector with fractions", [0.5, -1.25, 100]),
    case("one value", [7], [1]),
    case("matrix", [[1, 2], [3, -40]]),
    case("column", [[1], [20], [3]]),
    case("three axes", ramp(24), [2, 3, 4]),
    case("four axes", ramp(16, 0.25, -2), [2, 2, 2, 2]),
    case("axes of size 1", [5, 6], [1, 2, 1]),
    case("a row that breaks", ramp(60, 1.5), [60]),
    case("rows that break", ramp(60, -1.37), [2, 30]),
    case("deeper rows that break", ramp(72, 3.1), [2, 2, 18]),
    case("a vector cut", ramp(2000), [2000]),
    case("at the limit, not cut", ramp(1000), [10, 100]),
    case("a matrix cut both ways", ramp(1400, 0.5), [20, 70]),
    case("three axes cut", ramp(2000, -1.0), [20, 5, 20]),
    case("special values", [1.5, math.nan, math.inf, -math.inf, -0.0]),
    case("special values among whole numbers", [1, math.nan, -math.inf, -0.0]),
    case("large ones", [1.5, 1e10, -3]),
    case("small ones", [1, 1e-5, -3.25]),
    case("denormal", [1e-40, 0]),
    case("the largest", [3.4028234663852886e38, 1]),
    case("whole ones below 1e8", [99999992, 1]),
    case("all not a number", [math.nan, math.nan]),
]
Path(__file__).with_suffix(".json").write_text("[\n" + ",\n".join(json.dumps(entry) for entry in cases) + "\n]\n")
