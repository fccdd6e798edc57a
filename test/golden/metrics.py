"""Expected values from scikit-learn for the tests of src/metrics. Writes metrics.json beside itself.

    python3 test/golden/metrics.py        (scikit-learn 1.2.1, NumPy 1.24.2)
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    precision_recall_fscore_support,
    r2_score,
)

random = np.random.default_rng(20250311)


def scores(true, predicted, average, **options):
    precision, recall, fscore, support = precision_recall_fscore_support(true, predicted, average=average, **options)
    if average is None:
        lists = {"precision": precision, "recall": recall, "fscore": fscore, "support": support}
        return {name: list(map(float, values)) for name, values in lists.items()}
    return {"precision": float(precision), "recall": float(recall), "fscore": float(fscore)}


def class_case(name, true, predicted, labels=None, beta=1.0, zero_division=0, weights=None):
    options = {"labels": labels, "beta": beta, "zero_division": zero_division, "sample_weight": weights}
    case = {
        "name": name,
        "true": true,
        "predicted": predicted,
        "labels": labels,
        "beta": beta,
        "zeroDivision": zero_division,
        "sampleWeights": weights,
        "perClass": scores(true, predicted, None, **options),
        "accuracy": float(accuracy_score(true, predicted, sample_weight=weights)),
    }
    case["averages"] = {average: scores(true, predicted, average, **options) for average in ["micro", "macro", "weighted"]}
    if labels is None:
        case["matrix"] = confusion_matrix(true, predicted, sample_weight=weights).tolist()
    return case


text = ["cat", "ant", "cat", "cat", "ant", "bird", "bird", "cat"]
text_predicted = ["ant", "ant", "cat", "cat", "ant", "cat", "bird", "dog"]
many = random.integers(0, 6, 300)
guess = np.where(random.random(300) < 0.6, many, random.integers(0, 6, 300))
weights = random.gamma(1.5, size=300).tolist()
many, guess = many.tolist(), guess.tolist()
binary = random.integers(0, 2, 50).tolist()
binary_guess = random.integers(0, 2, 50).tolist()

classes = [
    class_case("text, one class never predicted, one without samples", text, text_predicted),
    class_case("the same, zero division 1", text, text_predicted, zero_division=1),
    class_case("labels reordered", text, text_predicted, labels=["dog", "cat", "bird", "ant"]),
    class_case("some labels", text, text_predicted, labels=["cat", "bird"]),
    class_case("a label that occurs nowhere", text, text_predicted, labels=["cat", "eel"]),
    class_case("a label that occurs nowhere, zero division 1", text, text_predicted, labels=["cat", "eel"], zero_division=1),
    class_case("labels without a sample, predicted", text, text_predicted, labels=["dog"]),
    class_case("labels without a sample, predicted, zero division 1", text, text_predicted, labels=["dog"], zero_division=1),
    class_case("six classes", many, guess),
    class_case("six classes, beta 2", many, guess, beta=2.0),
    class_case("six classes, beta 0.5", many, guess, beta=0.5),
    class_case("six classes, beta 0: precision", many, guess, beta=0.0),
    class_case("six classes, weights", many, guess, weights=weights),
    class_case("six classes, weights, beta 3, some labels", many, guess, labels=[4, 0, 5], beta=3.0, weights=weights),
    class_case("weights of 0", [0, 1, 2, 1], [0, 2, 2, 1], weights=[1.0, 0.0, 0.0, 2.0]),
    class_case("all right", [1, 2, 3], [1, 2, 3]),
    class_case("all wrong", [1, 2, 3], [3, 1, 2]),
    class_case("one class", [7, 7], [7, 7]),
    class_case("binary", binary, binary_guess),
    class_case("binary, negative labels", [-1, 1, 1, -1], [-1, -1, 1, -1]),
]


def named_case(name, true, predicted, classes, weights=None):
    """accuracy, precision, recall and f1 by the names that fit takes: of class 1 of two, else macro."""
    average = "binary" if classes == 2 else "macro"
    precision, recall, fscore, _ = precision_recall_fscore_support(
        true, predicted, average=average, sample_weight=weights, zero_division=0
    )
    return {
        "name": name,
        "true": true,
        "predicted": predicted,
        "classes": classes,
        "sampleWeights": weights,
        "scores": {
            "accuracy": float(accuracy_score(true, predicted, sample_weight=weights)),
            "precision": float(precision),
            "recall": float(recall),
            "f1": float(fscore),
        },
    }


named = [
    named_case("binary", binary, binary_guess, 2),
    named_case("binary, weights", binary, binary_guess, 2, weights[:50]),
    named_case("binary, class 1 never predicted", [0, 1, 1, 0], [0, 0, 0, 0], 2),
    named_case("binary, class 1 nowhere", [0, 0], [0, 0], 2),
    named_case("six classes", many, guess, 6),
    named_case("six classes, weights", many, guess, 6, weights),
    named_case("ten classes, four of which occur nowhere", many, guess, 10),
    named_case("three classes, one only predicted, one only true", [0, 0, 2], [0, 1, 0], 3),
    named_case("three classes, one with weight 0 alone", [0, 1, 2, 1], [0, 2, 2, 1], 3, [1.0, 0.0, 0.0, 2.0]),
]


def value_case(name, true, predicted, weights=None):
    case = {
        "name": name,
        "true": true,
        "predicted": predicted,
        "sampleWeights": weights,
        "r2": r2_score(true, predicted, sample_weight=weights) if len(true) > 1 else None,
        "mae": mean_absolute_error(true, predicted, sample_weight=weights),
        "rmse": mean_squared_error(true, predicted, sample_weight=weights, squared=False),
        "mape": mean_absolute_percentage_error(true, predicted, sample_weight=weights),
    }
    return {key: float(value) if isinstance(value, np.floating) else value for key, value in case.items()}


def sixty_fourths(*shape):
    """Normal numbers that float32 holds exactly."""
    return np.round(random.normal(size=shape) * 64) / 64


y = sixty_fourths(40)
near = y + sixty_fourths(40) / 4
rows = sixty_fourths(25, 3) * [1, 10, 100]
near_rows = rows + sixty_fourths(25, 3) * [1, 1, 200]
row_weights = (np.round(random.gamma(1.5, size=25) * 16) / 16).tolist()
values = [
    value_case("close", y.tolist(), near.tolist()),
    value_case("unrelated", y.tolist(), y[::-1].tolist()),
    value_case("perfect", y.tolist(), y.tolist()),
    value_case("the mean", [1.0, 2.0, 3.0], [2.0, 2.0, 2.0]),
    value_case("constant targets, perfect", [-2.0, -2.0, -2.0], [-2.0, -2.0, -2.0]),
    value_case("constant targets, not perfect", [-2.0, -2.0, -2.0], [-2.0, -2.0, -1.0]),
    value_case("one sample", [3.0], [1.0]),
    value_case("weights", y[:25].tolist(), near[:25].tolist(), row_weights),
    value_case("weights of 0", [5.0, 1.0, 2.0, 4.0], [0.0, 1.5, 2.0, 3.0], [0.0, 1.0, 1.0, 2.0]),
    value_case("weights that leave constant targets", [5.0, 3.0, 3.0], [5.0, 3.0, 2.0], [0.0, 1.0, 1.0]),
    value_case("three outputs", rows.tolist(), near_rows.tolist()),
    value_case("three outputs, weights", rows.tolist(), near_rows.tolist(), row_weights),
    value_case("two outputs, one constant", [[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]], [[1.0, 5.0], [3.0, 5.0], [3.0, 5.0]]),
    value_case("two outputs, one constant and missed", [[1.0, 5.0], [2.0, 5.0]], [[1.0, 5.0], [1.5, 4.0]]),
    value_case("far from 0", (y + 4096).tolist(), (near + 4096).tolist()),
    value_case("targets of 0, predicted", [0.0, 1.0, 0.0], [0.0, 1.5, 0.0]),
    value_case("targets of 0, missed", [0.0, 1.0, 1e-300], [0.25, 1.5, 0.0]),
]

golden = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "classes": classes,
    "named": named,
    "values": values,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path, path.stat().st_size, "bytes")
