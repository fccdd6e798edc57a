"""What pandas and scikit-learn make of the columns of two real tables, for test/data/column-transformer.test.ts. Writes
alphabet-soup.json beside itself: names, sums and sums of squares of the features, and some rows.

    SIMDGRAD_DATASETS=FOLDER python3 test/golden/alphabet-soup.py        (scikit-learn 1.2.1, pandas 1.5.3)
"""

import json
import os
import pathlib
import warnings

import numpy as np
import pandas as pd
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler

folder = pathlib.Path(os.environ["SIMDGRAD_DATASETS"])
scalers = {"standard": StandardScaler, "minMax": MinMaxScaler, "robust": RobustScaler}


def signed_log1p(x):
    return np.sign(x) * np.log1p(np.abs(x))


def case(name, file, every, options):
    """`every`: every fourth row, from the fourth on, is left out of what is learned from; or all rows are in."""
    table = pd.read_csv(folder / file).drop(columns=options["drop"])
    fit = np.arange(len(table)) % 4 != 3 if every else np.ones(len(table), bool)
    numeric, categorical = options.get("numeric", {}), options.get("categorical", {})

    numbers = table.select_dtypes("number")
    values = SimpleImputer(strategy=numeric.get("impute", "median")).fit(numbers[fit]).transform(numbers)
    for column in numeric.get("log", []):
        place = numbers.columns.get_loc(column)
        values[:, place] = signed_log1p(values[:, place])
    parts = [scalers[numeric.get("scale", "standard")]().fit(values[fit]).transform(values)]
    names = list(numbers.columns)

    for column in table.select_dtypes("object"):
        least = categorical.get("minFrequency", 1)
        least = least.get(column, 1) if isinstance(least, dict) else least
        encoder = OneHotEncoder(
            min_frequency=least,
            max_categories=categorical.get("maxCategories"),
            drop="first" if categorical.get("dropFirst") else None,
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
        )
        encoder.fit(table[[column]][fit])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parts.append(encoder.transform(table[[column]]))
        for feature in encoder.get_feature_names_out([column]):
            category = feature[len(column) + 1 :]
            names.append(f"{column} (Other)" if category == "infrequent_sklearn" else f"{column}={category}")

    x = np.hstack(parts)
    rows = [0, 1, 17, 5000, len(x) - 1]
    return {
        "name": name,
        "file": file,
        "everyFourthLeftOut": every,
        "options": options,
        "rowCount": len(x),
        "features": names,
        "sums": x.sum(axis=0).tolist(),
        "squares": (x * x).sum(axis=0).tolist(),
        "rows": [{"row": row, "values": x[row].tolist()} for row in rows],
    }


soup = "alphabet-soup/charity_data.csv"
housing = "california-housing/housing.csv"
dropped = ["EIN", "NAME", "IS_SUCCESSFUL"]
frequencies = {"APPLICATION_TYPE": 500, "CLASSIFICATION": 1000}
golden = {
    "versions": {"scikit-learn": sklearn.__version__, "pandas": pd.__version__, "numpy": np.__version__},
    "cases": [
        case("alphabet-soup", soup, False, {"drop": dropped, "categorical": {"minFrequency": frequencies}}),
        case(
            "alphabet-soup, three quarters learned from, logarithm, robust",
            soup,
            True,
            {
                "drop": dropped,
                "numeric": {"scale": "robust", "log": ["ASK_AMT"]},
                "categorical": {"minFrequency": frequencies},
            },
        ),
        case(
            "alphabet-soup, at most three features a column, the first left out",
            soup,
            True,
            {"drop": dropped, "numeric": {"scale": "minMax"}, "categorical": {"maxCategories": 3, "dropFirst": True}},
        ),
        case("california-housing, median", housing, True, {"drop": ["median_house_value"]}),
        case(
            "california-housing, mean, few rows of a category",
            housing,
            True,
            {
                "drop": ["median_house_value"],
                "numeric": {"impute": "mean", "log": ["longitude", "population"]},
                "categorical": {"minFrequency": 10},
            },
        ),
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path, path.stat().st_size, "bytes")
