"""Classification reports as scikit-learn prints them. Writes classification-report.json beside itself.

    python3 test/golden/classification-report.py        (scikit-learn 1.2.1, NumPy 1.24.2)
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.metrics import classification_report

random = np.random.default_rng(20250624)
cases = []


def case(name, true, predicted, labels=None, names=None, digits=None, zero_division=0, weights=None):
    own = {"labels": labels, "target_names": names, "zero_division": zero_division, "sample_weight": weights}
    options = {
        "labels": labels,
        "targetNames": names,
        "digits": digits,
        "zeroDivision": zero_division,
        "sampleWeights": weights,
    }
    cases.append(
        {
            "name": name,
            "true": true,
            "predicted": predicted,
            "options": {key: value for key, value in options.items() if value is not None},
            "text": classification_report(true, predicted, digits=2 if digits is None else digits, **own),
            "data": classification_report(true, predicted, output_dict=True, **own),
        }
    )


def sixteenths(n):
    """Weights whose sums float64 holds exactly in any order."""
    return (np.round(random.gamma(1.5, size=n) * 16) / 16).tolist()


text = ["cat", "ant", "cat", "cat", "ant", "bird", "bird", "cat"]
guess = ["ant", "ant", "cat", "cat", "ant", "cat", "bird", "dog"]
digit = random.integers(0, 10, 500)
digit_guess = np.where(random.random(500) < 0.85, digit, random.integers(0, 10, 500)).tolist()
digit = digit.tolist()
three = [0, 1, 2, 2, 2]
three_guess = [0, 0, 2, 2, 1]

case("three classes", three, three_guess)
case("three classes, names", three, three_guess, names=["class 0", "class 1", "class 2"])
case("long names", three, three_guess, names=["an uncommonly long name of a class", "b", "c" * 60])
case("names outside ASCII", three, three_guess, names=["chêne", "楡の木", "🌲 fir"])
case("an empty name", three, three_guess, names=["", " b ", "c"])
case("text, one class without samples", text, guess)
case("text, one class never predicted", guess, text)
case("the same, zero division 1", text, guess, zero_division=1)
case("four digits", text, guess, digits=4)
case("no digits after the point", text, guess, digits=0)
case("one digit", text, guess, digits=1)
case("fourteen digits", text, guess, digits=14)
case("labels reordered", text, guess, labels=["dog", "cat", "bird", "ant"])
case("some labels: micro average", text, guess, labels=["cat", "bird"])
case("a label that occurs nowhere: micro average", text, guess, labels=["ant", "bird", "cat", "dog", "eel"])
case("labels without a sample", text, guess, labels=["dog"], zero_division=1)
case("labels and names", text, guess, labels=["cat", "ant"], names=["Katze", "Ameise"], digits=3)
case("ten digits", digit, digit_guess, digits=4)
case("ten digits, weights", digit, digit_guess, weights=sixteenths(500))
case("ten digits, weights, some labels", digit, digit_guess, labels=[9, 3, 5], weights=sixteenths(500), digits=3)
case("whole weights", text, guess, weights=[2.0, 1.0, 3.0, 1.0, 1.0, 2.0, 4.0, 1.0])
case("weights of 0", [0, 1, 2, 1], [0, 2, 2, 1], weights=[1.0, 0.0, 0.0, 2.0])
case("tiny weights", [0, 1, 1, 0], [0, 1, 0, 0], weights=[2.0**-20, 2.0**-18, 2.0**-19, 2.0**-20])
case("huge weights", [0, 1, 1, 0], [0, 1, 0, 0], weights=[2.0**60, 2.0**55, 2.0**54, 2.0**50])
case("wide support", [0, 1, 1, 0], [0, 1, 0, 0], weights=[1e9 + 1 / 16, 1 / 16, 3.0, 5e9])
case("all right", [1, 2, 3], [1, 2, 3])
case("all wrong but one", [1, 2, 3, 3], [3, 1, 2, 3])
case("one class", [7, 7], [7, 7])
case("negative labels", [-1, 1, 1, -1], [-1, -1, 1, -1])
# Scores that lie exactly between two texts: 1/8 to 7/8, 1/16 to 15/16, with 2 and 3 digits; 1/2 with none.
for n, digits in [(8, 2), (16, 3), (16, 2), (2, 0)]:
    for right in range(1, n, 2):
        halves = [0] * n + [1] * n
        halves_guess = [0] * right + [1] * (n - right) + [1] * right + [0] * (n - right)
        case(f"{right} of {n} right, {digits} digits", halves, halves_guess, digits=digits)

golden = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path, path.stat().st_size, "bytes,", len(cases), "cases")
