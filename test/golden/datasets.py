"""Writes datasets.json: what Python's csv and NumPy read from the published files, for test/datasets/published.test.ts.
Run: SIMDGRAD_DATASETS=FOLDER python3 test/golden/datasets.py
"""
import csv
import gzip
import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import numpy as np

folder = Path(os.environ["SIMDGRAD_DATASETS"])


def read(path, delimiter, header, number):
    rows = [row for row in csv.reader((folder / path).open(), delimiter=delimiter) if row]
    names = rows.pop(0) if header else None
    labels = [number(row[-1]) for row in rows]
    x = np.array([[float(value) for value in row[:-1]] for row in rows]).astype(np.float32)
    classes = sorted(set(labels))
    counts = Counter(labels)
    return {
        "rows": len(rows),
        "featureNames": names and names[:-1],
        "classes": classes,
        "counts": [counts[label] for label in classes],
        "labels": [classes.index(label) for label in labels[:20] + labels[-20:]],
        "first": x[0].tolist(),
        "last": x[-1].tolist(),
        "means": x.astype(np.float64).mean(axis=0).tolist(),
    }


def read_numbers(path):
    """Rows of numbers whose last column is the one to predict."""
    names, *rows = csv.reader((folder / path).open())
    values = np.array([[float(value) for value in row] for row in rows])
    x, y = values[:, :-1].astype(np.float32), values[:, -1]
    return {
        "rows": len(rows),
        "featureNames": names[:-1],
        "targets": y[:20].tolist() + y[-20:].tolist(),
        "targetMean": y.mean(),
        "first": x[0].tolist(),
        "last": x[-1].tolist(),
        "means": x.astype(np.float64).mean(axis=0).tolist(),
    }


def read_idx(path):
    content = gzip.open(folder / path).read()
    sizes = np.frombuffer(content, ">u4", content[3], 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(sizes)).reshape(sizes)


def read_images(part):
    images, labels = read_idx(f"mnist/{part}-images-idx3-ubyte.gz"), read_idx(f"mnist/{part}-labels-idx1-ubyte.gz")
    return {
        "counts": np.bincount(labels).tolist(),
        "labels": labels[:20].tolist(),
        "mean": images.mean(),
        "sha256": hashlib.sha256(images.tobytes()).hexdigest(),
    }


def read_table(path):
    """Every column: how many values are missing, the first and last five, and what there is in between."""
    header, *rows = csv.reader((folder / path).open())
    columns = []
    for name, values in zip(header, zip(*rows)):
        column = {"name": name, "missing": values.count("")}
        try:
            numbers = [float(value) for value in values if value != ""]
            known = np.array(numbers)
            ends = [float(value) for value in values[:5] + values[-5:]]
            column |= {"ends": ends, "mean": known.mean(), "range": [known.min(), known.max()]}
        except ValueError:
            counts = Counter(values)
            frequent = {value: count for value, count in sorted(counts.items()) if count >= 500}
            column |= {"ends": values[:5] + values[-5:], "distinct": len(counts), "counts": frequent}
        columns.append(column)
    return {"rows": len(rows), "columns": columns}


result = {
    "iris": read("iris/iris.data", ",", False, str),
    "wine-quality-red": read("wine-quality/winequality-red.csv", ";", True, int),
    "wine-quality-white": read("wine-quality/winequality-white.csv", ";", True, int),
    "alphabet-soup": read_table("alphabet-soup/charity_data.csv"),
    "california-housing": read_table("california-housing/housing.csv"),
    "concrete-strength": read_numbers("concrete-strength/concrete.csv"),
    "mnist": {"train": read_images("train"), "test": read_images("t10k")},
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
