"""Calibration curves by scikit-learn; calibration errors, bootstrap intervals and permutation importance written out in NumPy over
scikit-learn's scores. Writes resampling-metrics.json beside itself.

    python3 test/golden/resampling-metrics.py        (scikit-learn 1.2.1, NumPy 1.24.2)

What is drawn anew and shuffled is drawn by the streams of counted.py, so that the same rows come up as in src/metrics.
"""

import json
import pathlib

import numpy as np
import sklearn
from counted import Stream
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, f1_score, mean_absolute_error, r2_score

random = np.random.default_rng(20250711)
scores = {"accuracy": accuracy_score, "r2": r2_score, "mae": mean_absolute_error, "macroF1": lambda t, p, sample_weight=None: f1_score(
    t, p, average="macro", sample_weight=sample_weight)}
cases = []


def case(metric, name, args, expected):
    cases.append({"metric": metric, "name": name, "args": args, "expected": expected})


def plain(values):
    return np.asarray(values).tolist()


# Calibration curves.

p = np.round(random.random(200), 3)
y = (random.random(200) < p**1.5).astype(int)
coarse = np.round(p * 8) / 8
two = np.stack([1 - p, p], axis=1)
for name, labels, probabilities, options in [
    ("five bins", y, p, {}),
    ("ten bins", y, p, {"bins": 10}),
    ("one bin", y, p, {"bins": 1}),
    ("probabilities on the edges", y, coarse, {"bins": 8}),
    ("probabilities on the edges of three bins", y, np.round(p * 3) / 3, {"bins": 3}),
    ("empty bins", y[:6], p[:6], {"bins": 15}),
    ("quantiles", y, p, {"strategy": "quantile"}),
    ("seven quantiles", y, p, {"bins": 7, "strategy": "quantile"}),
    ("quantiles of many equal ones", y, coarse, {"bins": 4, "strategy": "quantile"}),
]:
    true, predicted = calibration_curve(labels, probabilities, n_bins=options.get("bins", 5), strategy=options.get("strategy", "uniform"))
    case("calibrationCurve", name, [plain(labels), plain(probabilities), options], {"probTrue": plain(true), "probPred": plain(predicted)})
true, predicted = calibration_curve(y, p)
case("calibrationCurve", "rows of two", [plain(y), plain(two), {}], {"probTrue": plain(true), "probPred": plain(predicted)})
words = np.where(y == 1, "yes", "no")
case("calibrationCurve", "text", [plain(words), plain(p), {}], {"probTrue": plain(true), "probPred": plain(predicted)})
true, predicted = calibration_curve(words, p, pos_label="no")
case("calibrationCurve", "the other class", [plain(words), plain(p), {"labels": ["yes", "no"]}], {"probTrue": plain(true), "probPred": plain(predicted)})


# Expected calibration error: Guo et al., equation 3, bin by bin.


def ece(labels, rows, bins=15):
    confidence, prediction = rows.max(axis=1), rows.argmax(axis=1)
    total = 0.0
    for low, high in zip(np.linspace(0, 1, bins + 1)[:-1], np.linspace(0, 1, bins + 1)[1:]):
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            total += inside.mean() * abs((prediction[inside] == labels[inside]).mean() - confidence[inside].mean())
    return total


logits = random.normal(size=(150, 4)) * 2
classes = np.array([random.choice(4, p=np.exp(row / 3) / np.exp(row / 3).sum()) for row in logits])
four = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
case("expectedCalibrationError", "four classes", [plain(classes), plain(four), {}], ece(classes, four))
case("expectedCalibrationError", "four classes, ten bins", [plain(classes), plain(four), {"bins": 10}], ece(classes, four, 10))
case("expectedCalibrationError", "four classes, one bin", [plain(classes), plain(four), {"bins": 1}], ece(classes, four, 1))
case("expectedCalibrationError", "one probability", [plain(y), plain(p), {}], ece(y, two))
case("expectedCalibrationError", "rows of two", [plain(y), plain(two), {"bins": 7}], ece(y, two, 7))
case("expectedCalibrationError", "text", [plain(words), plain(p), {"labels": ["yes", "no"]}], ece(1 - y, two))


# Bootstrap intervals.


def draw(stream, n):
    return np.bincount([stream.below(n) for _ in range(n)], minlength=n)


def ends(values, confidence):
    values, rank = np.sort(values), int(np.floor(round((1 - confidence) / 2 * (len(values) + 1), 9)))
    return [values[rank - 1], values[-rank]]


def interval(name, score, true, predicted, resamples, confidence=0.95, seed=0, groups=None):
    drawn = []
    for b in range(resamples):
        # The rows themselves, not weights.
        if groups is None:
            rows = np.repeat(np.arange(len(true)), draw(Stream(seed, "bootstrap", b), len(true)))
        else:
            members = [np.flatnonzero(np.asarray(groups) == group) for group in dict.fromkeys(groups)]
            times = draw(Stream(seed, "bootstrap", b), len(members))
            rows = np.concatenate([np.tile(rows, count) for rows, count in zip(members, times)]).astype(int)
        drawn.append(scores[score](np.asarray(true)[rows], np.asarray(predicted)[rows]))
    low, high = ends(drawn, confidence)
    expected = {"score": scores[score](true, predicted), "low": low, "high": high, "confidence": confidence, "standardError": np.std(drawn, ddof=1)}
    options = {"resamples": resamples, "confidence": confidence, "seed": seed} | ({"groups": groups} if groups else {})
    case("bootstrapInterval", name, [plain(true), plain(predicted), score, options], {key: float(value) for key, value in expected.items()})


guess = np.where(random.random(60) < 0.7, classes[:60], random.integers(0, 4, 60))
interval("accuracy", "accuracy", classes[:60], guess, 199)
interval("accuracy at 80 %", "accuracy", classes[:60], guess, 99, 0.8, 3)
interval("accuracy, groups of rows", "accuracy", classes[:60], guess, 99, 0.9, groups=[f"g{int(i)}" for i in random.integers(0, 12, 60)])
interval("macro F1", "macroF1", classes[:60], guess, 99, 0.9)
target = np.round(random.normal(size=50), 4)
estimate = np.round(target + random.normal(size=50) / 2, 4)
interval("R²", "r2", target, estimate, 199, 0.95, 7)
interval("absolute error", "mae", target, estimate, 99, 0.9)


# Permutation importance of linear models, whose predictions both sides work out alike.


def importance(name, x, y, weights, score, better="higher", repeats=5, resamples=99, seed=0, names=None):
    x, y = np.asarray(x, np.float32).astype(np.float64), np.asarray(y)
    predict = (lambda rows: rows @ weights) if score in ("r2", "mae") else (lambda rows: (rows @ weights > 0).astype(int))
    sign = 1 if better == "higher" else -1
    metric = scores[score]
    n, before = len(x), predict(x)
    baseline = metric(y, before)
    columns = []
    for j in range(x.shape[1]):
        column = names[j] if names else f"column{j + 1}"
        after = []
        for r in range(repeats):
            order = Stream(seed, f"permutation/{column}", r).shuffle(list(range(n)))
            other = x.copy()
            other[:, j] = x[order, j]
            after.append(predict(other))
        drops = np.array([sign * (baseline - metric(y, one)) for one in after])
        means = []
        for b in range(resamples):
            rows = np.repeat(np.arange(n), draw(Stream(seed, "permutation bootstrap", b), n))
            times = draw(Stream(seed, f"permutation bootstrap/{column}", b), repeats)
            mean_after = sum(t * metric(y[rows], one[rows]) for t, one in zip(times, after)) / repeats
            means.append(sign * (metric(y[rows], before[rows]) - mean_after))
        columns.append(
            {"column": column, "mean": float(drops.mean()), "deviation": float(drops.std()), "drops": plain(drops), "interval": [float(end) for end in ends(means, 0.95)]}
        )
    options = {"repeats": repeats, "resamples": resamples, "seed": seed, "better": better} | ({"names": names} if names else {})
    case("permutationImportance", name, [plain(weights), plain(x), plain(y), score, options], {"baseline": float(baseline), "columns": columns})


x = np.round(random.normal(size=(40, 3)) * 8) / 8
weights = np.array([1.0, -0.5, 0.0])
noisy = np.round(x @ weights + random.normal(size=40) * 0.3, 3)
importance("R² of three columns", x, noisy, weights, "r2")
importance("absolute error, lower is better", x, noisy, weights, "mae", "lower", repeats=3, seed=5)
importance("accuracy, named columns", x, (noisy > 0).astype(int), weights, "accuracy", repeats=4, resamples=59, names=["a", "b", "c"])

golden = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, allow_nan=False) + "\n")
print(path, path.stat().st_size, "bytes,", len(cases), "cases")
