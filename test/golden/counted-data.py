"""Splits and spirals worked out apart from src/, for tests of src/data. Writes counted-data.json beside itself.

    python3 test/golden/counted-data.py        (standard library only)

The random numbers are Philox 4x32-10 (Salmon et al., SC 2011) with key = seed, counter = (block, 0, FNV-1a hash of the
stream's name), as src/tensor/random.ts states; splits and spirals follow the doc comments of split.ts and spirals.ts.
"""

import json
import math
import pathlib

M32 = 0xFFFFFFFF


def philox(counter, key):
    x, k = list(counter), list(key)
    for _ in range(10):
        p0, p2 = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(p2 >> 32) ^ x[1] ^ k[0], p2 & M32, (p0 >> 32) ^ x[3] ^ k[1], p0 & M32]
        k = [(k[0] + 0x9E3779B9) & M32, (k[1] + 0xBB67AE85) & M32]
    return x


# Known answer of the reference implementation (Random123, kat_vectors).
assert philox([M32] * 4, [M32] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


class Stream:
    def __init__(self, seed, name):
        h = 14695981039346656037
        for byte in name.encode():
            h = ((h ^ byte) * 1099511628211) % 2**64
        self.key, self.stream, self.i = (seed & M32, seed >> 32), (h & M32, h >> 32), 0

    def word(self):
        block = philox([self.i // 4, 0, *self.stream], self.key)
        self.i += 1
        return block[(self.i - 1) % 4]

    def below(self, n):
        while True:
            word = self.word()
            if word < 2**32 - 2**32 % n:
                return word % n

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items

    def uniform(self):
        a, b = self.word() >> 5, self.word() >> 6
        return (a * 2**26 + b) / 2**53

    def normal(self):
        u, v = 1 - self.uniform(), self.uniform()
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)


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
