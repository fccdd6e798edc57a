"""A few generated digits drawn apart from src/data/digits.ts, after its doc comment: curves as Bézier segments, distances
by the nearest of all pieces. Only the points of the forms are read from src/. Writes digits.json beside itself.

    python3 test/golden/digits.py
"""

import base64
import json
import math
import pathlib
import re

import numpy as np
from counted import Stream

here = pathlib.Path(__file__).parent
text = (here / "../../src/data/digit-forms.ts").read_text().split("digitForms", 2)[2].split("=", 1)[1]
text = re.sub(r"//.*", "", text).rstrip().rstrip(";")
text = re.sub(r"(share|strokes):", r'"\1":', text)
forms = json.loads(re.sub(r",(\s*[\]}])", r"\1", text))
assert len(forms) == 10 and all(abs(sum(form["share"] for form in digit) - 1) < 1e-12 for digit in forms)

defaults = {"noise": 0.05, "shift": 2, "slant": 0.2, "rotation": 0.1, "distortion": 1,
            "scale": [18, 22], "thickness": [1.6, 4]}  # fmt: skip


def bezier(p0, p1, p2, p3, t):
    """The curve from p1 to p2 whose control points are a sixth of the way between neighbours off (de Casteljau)."""
    points = [p1, p1 + (p2 - p0) / 6, p2 - (p3 - p1) / 6, p2]
    while len(points) > 1:
        points = [a + t * (b - a) for a, b in zip(points, points[1:])]
    return points[0]


def draw(seed, i, **options):
    style = {**defaults, **options}
    order = Stream(seed, "digits/classes", i // 10).shuffle(list(range(10)))
    digit = order[i % 10]
    stream = Stream(seed, "digits", i)

    def bell():
        word = stream.word()
        return (sum(word.to_bytes(4, "little")) - 4 * 127.5) / math.sqrt(4 * (256**2 - 1) / 12)

    def between(low, high):
        return low + (high - low) * stream.uniform()

    shares = np.cumsum([form["share"] for form in forms[digit]])
    pick = stream.uniform()
    form = next((k for k, share in enumerate(shares) if pick < share), len(shares) - 1)
    lean = 0.2 + style["slant"] * bell()
    angle = style["rotation"] * bell()
    width = 1.15 + 0.2 * bell()
    b = [0.2 * style["distortion"] * bell() for _ in range(6)]
    thickness = between(*style["thickness"])
    side = between(*style["scale"])
    ink = 0.9 + 0.5 * stream.uniform()
    shift = np.array([between(-style["shift"], style["shift"]) for _ in range(2)])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])

    pieces, lengths = [], []
    for stroke in forms[digit][form]["strokes"]:
        points, last = [], None
        for point in np.reshape(stroke, (-1, 2)):
            if last is not None and (point == last).all():
                points.append(points[-1])
                continue
            last = point
            x, y = point - [0, 0.5] + [0.02 * style["distortion"] * bell() for _ in range(2)]
            bent = y + b[3] * x**2 + b[4] * x * y + b[5] * y**2
            x = width * (x + b[0] * x**2 + b[1] * x * y + b[2] * y**2) - lean * bent
            points.append(turn @ [x, bent])
        for k in range(len(points) - 1):
            if points[k] is points[k + 1]:
                continue
            around = [points[max(k - 1, 0)], points[k], points[k + 1], points[min(k + 2, len(points) - 1)]]
            curve = [bezier(*around, t / 6) for t in range(7)]
            pieces += zip(curve, curve[1:])
    pieces = np.array(pieces)
    lengths = np.linalg.norm(pieces[:, 1] - pieces[:, 0], axis=1)
    center = (lengths[:, None] * pieces.mean(axis=1)).sum(0) / lengths.sum()
    box = pieces.reshape(-1, 2)
    factor = (side - thickness) / (box.max(0) - box.min(0)).max()
    pieces = (pieces - center) * factor + 14 + shift

    image = []
    for row in range(28):
        for column in range(28):
            p = np.array([column + 0.5, row + 0.5])
            a, d = pieces[:, 0], pieces[:, 1] - pieces[:, 0]
            t = np.clip(((p - a) * d).sum(1) / (d * d).sum(1), 0, 1)
            distance = np.linalg.norm(a + t[:, None] * d - p, axis=1).min()
            cover = min(max(0.5 + thickness / 2 - distance, 0), 1)
            grey = 255 * (ink * cover + style["noise"] * bell())
            image.append(math.floor(min(max(grey, 0), 255) + 0.5))
    return digit, base64.b64encode(bytes(image)).decode()


cases = []
for options, seed, samples in [
    ({}, 0, list(range(20)) + [123, 124]),
    ({"noise": 0}, 2**33 + 7, range(10)),
    ({"noise": 0, "shift": 0, "slant": 0, "rotation": 0, "distortion": 0}, 1, range(10)),
    ({"noise": 0.3, "shift": 6, "slant": 0.5, "rotation": 1, "distortion": 2,
      "scale": [8, 27], "thickness": [1, 6]}, 2, range(10)),
]:  # fmt: skip
    drawn = [draw(seed, i, **options) for i in samples]
    cases.append({
        "options": options,
        "seed": seed,
        "samples": list(samples),
        "labels": [digit for digit, _ in drawn],
        "images": [image for _, image in drawn],
    })  # fmt: skip
path = here / "digits.json"
path.write_text(json.dumps({"cases": cases}) + "\n")
print(path, path.stat().st_size, "bytes")
