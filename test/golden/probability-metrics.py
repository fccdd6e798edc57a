"""Expected values from scikit-learn for the scores of probabilities. Writes probability-metrics.json beside itself.

    python3 test/golden/probability-metrics.py        (scikit-learn 1.2.1, NumPy 1.24.2)

Each case is a call as src/metrics takes it, with its result. Two kinds of results are not scikit-learn 1.2.1's own: the Brier
score of more than two classes, which it does not have, by its definition; and mean areas of named metrics where a class
is missing, of which scikit-learn scores each class by itself.
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score, roc_curve, top_k_accuracy_score

random = np.random.default_rng(20250623)
cases = []


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item() if isinstance(value, np.generic) else value


def case(metric, name, y_true, scores, expected, **options):
    """float32 says that the scores go in as float32 values."""
    scores = np.asarray(scores)
    cases.append(
        {
            "metric": metric,
            "name": name,
            "yTrue": plain(np.asarray(y_true)),
            "scores": scores.astype(np.float64).tolist(),
            "float32": scores.dtype == np.float32,
            "options": {key: plain(value) for key, value in options.items() if value is not None},
            "expected": {key: plain(v) for key, v in expected.items()} if isinstance(expected, dict) else plain(expected),
        }
    )


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def sixteenths(n):
    """Weights whose sums float64 holds exactly in any order."""
    return np.round(random.gamma(1.5, size=n) * 16) / 16


def drawn(n, classes, skill=1.0):
    """Labels and probabilities that know something of them."""
    labels = random.integers(0, classes, n)
    return labels, softmax(random.normal(size=(n, classes)) + skill * np.eye(classes)[labels])


# Areas under curves, and curves.


def area(name, y_true, scores, average=None, labels=None, weights=None):
    own = {"labels": labels, "sample_weight": weights}
    if np.ndim(scores) > 1:
        own |= {"multi_class": "ovr", "average": None if average == "none" else average or "macro"}
    expected = roc_auc_score(y_true, scores, **own)
    case("rocAucScore", name, y_true, scores, expected, average=average, labels=labels, sampleWeights=weights)


def curve(name, y_true, scores, pos_label=None, drop_intermediate=None, weights=None):
    drop = True if drop_intermediate is None else drop_intermediate
    fpr, tpr, thresholds = roc_curve(
        y_true, scores, pos_label=pos_label, sample_weight=weights, drop_intermediate=drop
    )
    expected = {"fpr": fpr, "tpr": tpr, "thresholds": thresholds}
    options = {"posLabel": pos_label, "dropIntermediate": drop_intermediate, "sampleWeights": weights}
    case("rocCurve", name, y_true, scores, expected, **options)


binary, both = drawn(50, 2)
chance = both[:, 1]
rounded = np.round(chance * 8) / 8
logits = np.round(np.log(chance / (1 - chance)) * 1000) / 1000
text = np.where(binary == 1, "yes", "no")
signs = np.where(binary == 1, 1, -1)
weights = sixteenths(50)
any_weights = random.gamma(1.5, size=50)
some = np.where(random.random(50) < 0.3, 0.0, weights)

for name, y_true, scores, options in [
    ("four samples", [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], {}),
    ("all right", [0, 1, 0, 1], [0.1, 0.8, 0.2, 0.9], {}),
    ("all wrong", [0, 1, 0, 1], [0.9, 0.2, 0.8, 0.1], {}),
    ("all scores equal", [0, 1, 1, 0, 0], [0.5, 0.5, 0.5, 0.5, 0.5], {}),
    ("two samples", [1, 0], [0.0, 0.0], {}),
    ("zeros of both signs", [0, 1, 0, 1], [0.0, -0.0, -1.0, 0.0], {}),
    ("probabilities", binary, chance, {}),
    ("many ties", binary, rounded, {}),
    ("logits", binary, logits, {}),
    ("float32", binary, chance.astype(np.float32), {}),
    ("huge and tiny scores", binary, logits * 10.0 ** np.round(logits * 60), {}),
    ("labels -1 and 1", signs, chance, {}),
    ("weights", binary, rounded, {"weights": weights}),
    ("weights, no two scores equal", binary, chance, {"weights": any_weights}),
    ("some weights 0", binary, rounded, {"weights": some}),
]:
    area(name, y_true, scores, **options)
    curve(name, y_true, scores, **options)
    if len(y_true) > 20:
        curve(name + ", all points", y_true, scores, drop_intermediate=False, **options)
area("text", text, chance)
curve("text", text, chance, pos_label="yes")
curve("the other class is positive", text, chance, pos_label="no")

classes, probabilities = drawn(40, 4)
names = np.array(["oak", "elm", "ash", "fir"])
sorted_names = np.sort(names)
named_classes = sorted_names[classes]
coarse = np.round(probabilities * 16)
coarse[coarse.sum(axis=1) == 0] = 1
coarse = coarse / coarse.sum(axis=1, keepdims=True)
many_weights = sixteenths(40)
for average in [None, "macro", "weighted", "none"]:
    area(f"four classes, average {average}", classes, probabilities, average)
    area(f"four classes, average {average}, many ties, weights", classes, coarse, average, weights=many_weights)
area("four classes of text", named_classes, probabilities)
area("four classes, labels given", classes, probabilities, "weighted", labels=[0, 1, 2, 3])
area("four classes, float32", classes, probabilities.astype(np.float32), "none")
curve("one of four classes", classes, probabilities[:, 2], pos_label=2)

# Log loss.


def loss(name, y_true, scores, eps=None, labels=None, weights=None):
    expected = log_loss(y_true, scores, eps="auto" if eps is None else eps, labels=labels, sample_weight=weights)
    case("logLoss", name, y_true, scores, expected, eps=eps, labels=labels, sampleWeights=weights)


sure = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.5, 0.5]])
loss("spam and ham", ["spam", "ham", "ham", "spam"], [[0.1, 0.9], [0.9, 0.1], [0.8, 0.2], [0.35, 0.65]])
loss("one probability a sample", binary, chance)
loss("one probability a sample, in a column", binary, chance[:, None])
loss("two columns", binary, both)
loss("labels -1 and 1", signs, chance)
loss("text", text, chance)
loss("weights", binary, chance, weights=any_weights)
loss("some weights 0", binary, both, weights=some)
loss("certain, and right or wrong", [1, 0, 1, 0], [1.0, 0.0, 0.0, 0.0])
loss("certain, float32", [1, 0, 1, 0], np.array([1.0, 0.0, 0.0, 0.0], np.float32))
loss("certain of three", [0, 1, 1, 2], sure)
loss("certain of three, float32", [0, 1, 1, 2], sure.astype(np.float32))
loss("certain of three, eps", [0, 1, 1, 2], sure, eps=1e-3)
loss("four classes", classes, probabilities)
loss("four classes of text", named_classes, probabilities)
loss("four classes, float32", classes, probabilities.astype(np.float32))
loss("four classes, weights", classes, probabilities, weights=many_weights)
loss("a class that does not occur", [0, 0, 2, 3], probabilities[:4], labels=[0, 1, 2, 3])
loss("one class alone, labels given", [1, 1], [0.7, 0.9], labels=[0, 1])

# Brier score.


def brier(name, y_true, scores, labels=None, weights=None):
    pos_label = None if labels is None else labels[1]
    expected = brier_score_loss(y_true, scores, sample_weight=weights, pos_label=pos_label)
    case("brierScore", name, y_true, scores, expected, labels=labels, sampleWeights=weights)


def brier_of_classes(name, labels, scores, weights=None):
    """Its definition: scikit-learn has it from 1.7 on. Of two classes it is halved."""
    squares = ((np.eye(scores.shape[1])[labels] - scores) ** 2).sum(axis=1)
    expected = np.average(squares, weights=weights) / (2 if scores.shape[1] == 2 else 1)
    case("brierScore", name, labels, scores, expected, sampleWeights=weights)


brier("four samples", [0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3])
brier("probabilities", binary, chance)
brier("float32", binary, chance.astype(np.float32))
brier("labels -1 and 1", signs, chance)
brier("labels 3 and 7", 3 + 4 * binary, chance)
brier("text", text, chance, labels=["no", "yes"])
brier("the other class is positive", text, chance, labels=["yes", "no"])
brier("weights", binary, chance, weights=any_weights)
brier("class 1 does not occur", [0, 0], [0.25, 0.5])
brier_of_classes("two columns", binary, both)
brier_of_classes("two columns, weights", binary, both, weights=weights)
brier_of_classes("four classes", classes, probabilities)
brier_of_classes("four classes, weights", classes, probabilities, weights=many_weights)
brier_of_classes("certain of three", np.array([0, 1, 1, 2]), sure)

# Top k.


def top(name, y_true, scores, k=None, labels=None, weights=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about k = number of classes
        expected = top_k_accuracy_score(y_true, scores, k=2 if k is None else k, labels=labels, sample_weight=weights)
    case("topKAccuracy", name, y_true, scores, expected, k=k, labels=labels, sampleWeights=weights)


example = [[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]]
top("four samples", [0, 1, 2, 2], example)
for k in [1, 2, 3, 4]:
    top(f"four classes, k {k}", classes, probabilities, k)
    top(f"four classes, k {k}, many ties, weights", classes, coarse, k, weights=many_weights)
top("four classes of text", named_classes, probabilities)
top("scores that are no probabilities", classes, np.round(np.log(probabilities) * 4), 3)
top("all scores equal", [0, 1, 2, 3], np.zeros((4, 4)))
top("a class that does not occur", [0, 0, 2, 3], probabilities[:4], labels=[0, 1, 2, 3])
top("float32", classes, probabilities.astype(np.float32), 1)
for k in [1, 2]:
    top(f"probabilities of the second of two, k {k}", binary, chance, k)
    top(f"logits of the second of two, k {k}", binary, logits, k)
top("probabilities of the second of two, some one half", binary, rounded, 1, weights=weights)

# By the names that fit takes.


def named_case(name, y_true, scores, columns, weights=None):
    """scores are `columns` a sample; 1 of class 1 of two. Of more classes, those of y_true are averaged."""
    y_true, scores = np.asarray(y_true), np.asarray(scores, np.float32).astype(np.float64)
    if columns == 1:
        expected = {
            "logLoss": log_loss(y_true, scores, eps=2.0**-23, labels=[0, 1], sample_weight=weights),
            "brierScore": brier_score_loss(y_true, scores, sample_weight=weights, pos_label=1),
            "rocAuc": roc_auc_score(y_true, scores, sample_weight=weights),
        }
    else:
        labels = list(range(columns))
        loss = log_loss(y_true, scores, eps=2.0**-23, labels=labels, sample_weight=weights)
        areas = [roc_auc_score(y_true == c, scores[:, c], sample_weight=weights) for c in np.unique(y_true)]
        squares = ((np.eye(columns)[y_true] - scores) ** 2).sum(axis=1)
        expected = {"logLoss": loss, "brierScore": np.average(squares, weights=weights), "rocAuc": np.mean(areas)}
        for k in [2, 3, 5]:
            if k < columns:
                expected[f"top{k}Accuracy"] = top_k_accuracy_score(
                    y_true, scores, k=k, labels=labels, sample_weight=weights
                )
    return {
        "name": name,
        "true": y_true.tolist(),
        "probabilities": scores.ravel().tolist(),
        "columns": columns,
        "sampleWeights": plain(weights),
        "scores": {key: float(value) for key, value in expected.items()},
    }


ten, of_ten = drawn(60, 10, 1.5)
eight = np.where(ten < 8, ten, 0)
named = [
    named_case("one output", binary, chance, 1),
    named_case("one output, weights", binary, chance, 1, weights),
    named_case("four classes", classes, probabilities, 4),
    named_case("four classes, weights", classes, probabilities, 4, many_weights),
    named_case("ten classes", ten, of_ten, 10),
    named_case("ten classes, two of which occur nowhere", eight, of_ten, 10),
]

golden = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "cases": cases,
    "named": named,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden, allow_nan=False) + "\n")
print(path, path.stat().st_size, "bytes,", len(cases), "cases")
