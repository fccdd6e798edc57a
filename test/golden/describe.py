"""What pandas makes of small tables, for test/data/describe-table.test.ts. Writes describe.json beside itself.

    python3 test/golden/describe.py        (pandas 1.5.3, NumPy 1.24.2)
"""

import json
import pathlib

import numpy as np
import pandas as pd

random = np.random.default_rng(20240611)


def plain(value):
    return None if isinstance(value, float) and np.isnan(value) else value


def number_case(name, values):
    series = pd.Series(values, dtype=float)
    described = series.describe()
    return {
        "name": name,
        "values": [plain(value) for value in series.tolist()],
        "count": int(described["count"]),
        "missing": int(series.isna().sum()),
        "mean": plain(described["mean"]),
        "standardDeviation": plain(described["std"]),
        "min": plain(described["min"]),
        "lowerQuartile": plain(described["25%"]),
        "median": plain(described["50%"]),
        "upperQuartile": plain(described["75%"]),
        "max": plain(described["max"]),
    }


def text_case(name, values):
    """Counts without ties: pandas has the first in the table there, we have the first in order."""
    series = pd.Series([value or np.nan for value in values], dtype=object)
    described = series.describe()
    counts = series.value_counts()
    return {
        "name": name,
        "values": values,
        "count": int(described["count"]),
        "missing": int(series.isna().sum()),
        "distinct": int(described["unique"]),
        "mostFrequent": plain(described["top"]),
        "mostFrequentCount": int(counts.iloc[0]) if len(counts) else 0,
        "valueCounts": [{"value": value, "count": int(count)} for value, count in counts.items()],
    }


nan = float("nan")
golden = {
    "versions": {"pandas": pd.__version__, "numpy": np.__version__},
    "numbers": [
        number_case("normal", random.normal(size=101)),
        number_case("few values, some missing", [3, nan, 1, 4, 1, nan, 5]),
        number_case("far from zero", random.normal(size=40) + 1e9),
        number_case("one value", [nan, 2.5]),
        number_case("two values", [7, -3]),
        number_case("nothing", [nan, nan]),
        number_case("constant", [4] * 6),
        number_case("large and small", [1e100, -1e-300, 0, 5e99]),
    ],
    "texts": [
        text_case("trees", ["oak", "elm", "oak", "", "ash", "oak", "elm"]),
        text_case("upper case first", ["b", "A", "a", "B", "a", "B", "B", "b", "b", "b"]),
        text_case("all empty", ["", ""]),
        text_case("one", ["x"]),
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path, path.stat().st_size, "bytes")
