"""Splits and spirals worked out apart from src/, for tests of src/data. Writes counted-data.json beside itself.

    python3 test/golden/counted-data.py        (standard library only)

The random numbers are those of counted.py; splits and spirals follow the doc comments of split.ts and spirals.ts.
"""

import json
import math
import pathlib

from counted import Stream


def plain_split(n, test, seed):
    order = Stream(seed, "split").shuffle(list(range(n)))
    return {"n": n, "testSize": test, "seed": seed, "train": order[: n - test], "test": order[n - test :]}


def stratified_split(labels, train_counts, test, seed):
    """train_counts: rows of each class to train on, worked out by hand from the rule of largest remainders."""
    order = Stream(seed, "split").shuffle(list(range(len(labels))))
    left = dict(train_counts)
    parts = {"train": [], "test": []}
    for row in order:
        if left[labels[row]] > 0:
            left[labels[row]] -= 1
            parts["train"].append(row)
        else:
            parts["test"].append(row)
    assert len(parts["test"]) == test
    return {"labels": labels, "testSize": test, "seed": seed, **parts}


def spirals(classes, n, turns, noise, seed):
    stream, x = Stream(seed, "spirals"), []
    for k in range(classes):
        for i in range(n):
            r = (i + 1) / n
            phi = 2 * math.pi * (turns * r + k / classes)
            x.append([r * math.cos(phi) + noise * stream.normal(), r * math.sin(phi) + noise * stream.normal()])
    return {
        "options": {"classes": classes, "samplesPerClass": n, "turns": turns, "noise": noise, "seed": seed},
        "x": x,
    }


golden = {
    "splits": [plain_split(10, 3, 0), plain_split(10, 3, 1), plain_split(23, 6, 2**40 + 17)],
    # 12 : 6 : 2 of 20, 15 to train: shares 9, 4.5, 1.5; the odd one goes to the larger of the two classes that tie.
    "stratified": [
        stratified_split(["b"] * 6 + ["a"] * 12 + ["c"] * 2, {"a": 9, "b": 5, "c": 1}, 5, 3),
    ],
    "spirals": [spirals(3, 5, 1, 0.03, 0), spirals(2, 8, 2.5, 0, 7), spirals(4, 6, 0.5, 0.2, 123456789012)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path, path.stat().st_size, "bytes")
