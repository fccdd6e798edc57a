"""Expected values from scikit-learn for the tests of src/data and src/metrics. Writes scikit-learn.json beside itself.

    python3 test/golden/scikit-learn.py        (scikit-learn 1.2.1, NumPy 1.24.2)
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold, train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, RobustScaler, StandardScaler

random = np.random.default_rng(20240607)


def scaler_case(name, x, fit_rows=None):
    x = np.asarray(x)
    scaler = StandardScaler().fit(x if fit_rows is None else x[fit_rows])
    z = scaler.transform(x)
    return {
        "name": name,
        "x": x.tolist(),
        "indices": fit_rows,
        "mean": scaler.mean_.tolist(),
        "variance": scaler.var_.tolist(),
        "scale": scaler.scale_.tolist(),
        "transformed": z.tolist(),
        "inverse": scaler.inverse_transform(z).tolist(),
    }


normal = random.normal(size=(7, 3)) * [1, 100, 1e-3] + [0, 5, -2]
scalers = [
    scaler_case("random columns of different size", normal),
    scaler_case("training rows alone", normal, [5, 0, 3, 2]),
    scaler_case("one column, far from zero", (random.normal(size=(50, 1)) + 1e8)),
    scaler_case("constant columns: 0, 3, 0.1", [[0, 3, 0.1, i] for i in range(10)]),
    scaler_case("constant but for rounding", [[0.1 + 0.2 if i % 2 else 0.3, 1e10, i] for i in range(9)]),
    scaler_case("one row", [[1.5, -2.0]]),
    scaler_case("tiny and huge", [[1e-12, 1e12], [3e-12, 2e12], [4e-12, -1e12]]),
]


def min_max_case(name, x, fit_rows=None, feature_range=(0, 1), clip=False):
    x = np.asarray(x, dtype=float)
    scaler = MinMaxScaler(feature_range=feature_range, clip=clip).fit(x if fit_rows is None else x[fit_rows])
    z = scaler.transform(x)
    return {
        "name": name,
        "x": x.tolist(),
        "indices": fit_rows,
        "options": {"featureRange": list(feature_range), "clip": clip},
        "dataMin": scaler.data_min_.tolist(),
        "dataMax": scaler.data_max_.tolist(),
        "dataRange": scaler.data_range_.tolist(),
        "scale": scaler.scale_.tolist(),
        "min": scaler.min_.tolist(),
        "transformed": z.tolist(),
        "inverse": scaler.inverse_transform(z).tolist(),
    }


min_max_scalers = [
    min_max_case("random columns of different size", normal),
    min_max_case("training rows alone: others leave the range", normal, [5, 0, 3, 2]),
    min_max_case("training rows alone, clipped", normal, [5, 0, 3, 2], clip=True),
    min_max_case("from -1 to 1", normal, feature_range=(-1, 1)),
    min_max_case("another range, clipped", normal, [1, 4], feature_range=(0.1, 0.7), clip=True),
    min_max_case("constant columns: 0, 3, 0.1", [[0, 3, 0.1, i] for i in range(10)], feature_range=(-2, 3)),
    min_max_case("constant columns, other rows differ", [[3.0, 1], [3.0, 2], [5.5, 3]], [0, 1]),
    min_max_case("just below and just above the bound of constant", [[0, 0], [2.2e-15, 2.3e-15]]),
    min_max_case("one row", [[1.5, -2.0]]),
    min_max_case("tiny and huge", [[1e-12, 1e12], [3e-12, 2e12], [4e-12, -1e12]]),
]


def robust_case(name, x, fit_rows=None):
    x = np.asarray(x, dtype=float)
    scaler = RobustScaler().fit(x if fit_rows is None else x[fit_rows])
    z = scaler.transform(x)
    return {
        "name": name,
        "x": x.tolist(),
        "indices": fit_rows,
        "center": scaler.center_.tolist(),
        "scale": scaler.scale_.tolist(),
        "transformed": z.tolist(),
        "inverse": scaler.inverse_transform(z).tolist(),
    }


robust_scalers = [
    robust_case("random columns of different size", normal),
    robust_case("training rows alone", normal, [5, 0, 3, 2]),
    robust_case("half of the values equal", [[i, 5 if i > 1 else 1, 0.1] for i in range(9)]),
    robust_case("one row", [[1.5, -2.0]]),
    robust_case("two rows", [[1.0, 3.0], [2.0, -1e6]]),
    robust_case("outliers", [[i, 1e9 if i == 3 else i * i] for i in range(10)]),
    robust_case("tiny and huge", [[1e-12, 1e12], [3e-12, 2e12], [4e-12, -1e12]]),
]


def split_case(name, n, labels=None, **options):
    """Sizes and classes of the parts; the order of rows belongs to NumPy's generator and is not compared.

    Class counts must leave no tie between remainders: scikit-learn draws lots there.
    """
    case = {"name": name, "n": n, "labels": labels, "options": options}
    train, test = train_test_split(np.arange(n), stratify=labels, random_state=0, **options)
    case["train"], case["test"] = len(train), len(test)
    if labels is not None:
        classes, y = np.unique(labels, return_inverse=True)
        case["classes"] = classes.tolist()
        case["trainCounts"] = np.bincount(y[train], minlength=len(classes)).tolist()
        case["testCounts"] = np.bincount(y[test], minlength=len(classes)).tolist()
    if not options.get("shuffle", True):
        case["trainRows"], case["testRows"] = train.tolist(), test.tolist()
    return case


def repeat(counts):
    return [label for label, count in counts.items() for _ in range(count)]


wine = repeat({5: 681, 6: 638, 7: 199, 4: 53, 8: 18, 3: 10})
splits = [
    split_case("default", 10),
    split_case("a quarter is rounded up", 11),
    split_case("fraction", 1599, test_size=0.15),
    split_case("fraction that rounds", 100, test_size=0.07),
    split_case("count", 10, test_size=3),
    split_case("training fraction alone", 11, train_size=0.3),
    split_case("both fractions, rows left over", 11, test_size=0.3, train_size=0.3),
    split_case("both counts, rows left over", 11, test_size=2, train_size=5),
    split_case("no shuffle", 7, test_size=0.3, shuffle=False),
    split_case("no shuffle, rows left over", 10, test_size=2, train_size=3, shuffle=False),
    split_case("wine by quality, default", len(wine), wine),
    split_case("wine by quality, 0.15", len(wine), wine, test_size=0.15),
    split_case("wine by quality, both", len(wine), wine, test_size=0.2, train_size=0.33),
    split_case("text labels", 20, repeat({"oak": 11, "elm": 6, "Ash": 3}), test_size=0.35),
]

def fold_case(name, splitter, labels):
    """Test parts without shuffling. Which of two groups of one size comes first is left to chance there, sizes are not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = [test.tolist() for _, test in splitter.split(np.zeros(len(labels)), labels, labels)]
    case = {"name": name, "folds": splitter.get_n_splits(), "labels": labels, "sizes": [len(part) for part in parts]}
    return case if isinstance(splitter, GroupKFold) else {**case, "test": parts}


mixed = [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3][i % 10] * (i % 3) for i in range(60)]
folds = {
    "kFold": [fold_case(f"{n} rows in {k}", KFold(k), list(range(n))) for n, k in [(10, 5), (11, 5), (14, 5), (7, 7), (9, 2)]],
    "stratifiedKFold": [
        fold_case("two classes", StratifiedKFold(3), [0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 1]),
        fold_case("text, one rare", StratifiedKFold(4), ["oak", "elm", "oak", "oak", "elm", "ash", "oak", "oak", "elm", "oak"]),
        fold_case("many classes, mixed", StratifiedKFold(5), mixed),
        fold_case("in order of class, descending", StratifiedKFold(2), [9] * 7 + [4] * 5 + [1] * 2),
    ],
    "groupKFold": [
        fold_case("groups of many sizes", GroupKFold(4), mixed),
        fold_case("one large group", GroupKFold(3), [7] * 20 + [1, 1, 2, 3, 4]),
        fold_case("single rows", GroupKFold(5), list(range(23))),
    ],
}

metrics = []
for name, true, predicted, labels in [
    ("indices", [0, 0, 1, 1, 2, 2, 2], [0, 1, 1, 1, 2, 0, 2], None),
    ("gaps", [3, 8, 5, 5, 3], [5, 8, 5, 3, 3], None),
    ("text", ["cat", "ant", "cat", "cat", "ant", "bird"], ["ant", "ant", "cat", "cat", "ant", "cat"], None),
    ("upper case first", ["b", "A", "a", "B"], ["a", "A", "a", "b"], None),
    ("predicted class that never occurs", [1, 1], [2, 1], None),
    ("labels reordered", [3, 8, 5, 5, 3], [5, 8, 5, 3, 3], [8, 5, 3]),
    ("labels left out", [3, 8, 5, 5, 3], [5, 8, 5, 3, 3], [3, 5]),
    ("labels added", [3, 8, 5, 5, 3], [5, 8, 5, 3, 3], [3, 4, 5, 8]),
    ("negative and fractional", [-1, 0.5, 2, -1], [0.5, 0.5, 2, -1], None),
    ("random", random.integers(0, 6, 200).tolist(), random.integers(0, 6, 200).tolist(), None),
]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            matrix = confusion_matrix(true, predicted, labels=labels).tolist()
            accuracy = accuracy_score(true, predicted)
        except ValueError:  # scikit-learn takes fractions for regression; compare as text of the same order
            encoder = LabelEncoder().fit(true + predicted)
            matrix = confusion_matrix(encoder.transform(true), encoder.transform(predicted)).tolist()
            accuracy = accuracy_score(encoder.transform(true), encoder.transform(predicted))
    metrics.append(
        {"name": name, "true": true, "predicted": predicted, "labels": labels, "matrix": matrix, "accuracy": accuracy}
    )

encoders = []
for labels in [[5, 3, 5, 8, 3], [10, 9, -1, 2.5], ["oak", "elm", "Ash", "oak"], ["10", "9", "1"], ["é", "z", "e", "Z"]]:
    encoder = LabelEncoder().fit(labels)
    encoders.append(
        {"labels": labels, "classes": encoder.classes_.tolist(), "indices": encoder.transform(labels).tolist()}
    )

golden = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "standardScaler": scalers,
    "minMaxScaler": min_max_scalers,
    "robustScaler": robust_scalers,
    "trainTestSplit": splits,
    "folds": folds,
    "metrics": metrics,
    "labelEncoder": encoders,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path, path.stat().st_size, "bytes")
