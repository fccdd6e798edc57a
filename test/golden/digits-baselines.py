"""How hard the generated digits are, measured with scikit-learn: test accuracies of logistic regression and of the plain
784-64-64-10 network (Adam 0.001, batches of 32), and of that network on MNIST's test part, which it has never seen. And for
comparison, the same models trained and tested on as many digits of MNIST.

    npx tsx test/golden/digits-baselines.ts | python3 test/golden/digits-baselines.py FOLDER > test/golden/digits-baselines.json

FOLDER holds mnist/*.gz. Logistic regression is scikit-learn's: C = 1, 200 iterations of L-BFGS.
"""

import base64
import gzip
import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

warnings.simplefilter("ignore")  # both are stopped before they converge
given = json.load(sys.stdin)


def mnist(part):
    def read(kind, offset):
        with gzip.open(f"{sys.argv[1]}/mnist/{part}-{kind}-ubyte.gz") as file:
            return np.frombuffer(file.read(), np.uint8, offset=offset)

    return read("images-idx3", 16).reshape(-1, 784).astype(np.float32) / 255, read("labels-idx1", 8).astype(int)


def generated(one):
    pixels = np.frombuffer(base64.b64decode(one["pixels"]), np.uint8).reshape(-1, 784)
    return pixels.astype(np.float32) / 255, np.array(one["labels"])


train_x, train_y = mnist("train")
test_x, test_y = mnist("t10k")


def run(x, y, rows, seed, epochs):
    logistic = LogisticRegression(max_iter=200).fit(x[:rows], y[:rows])
    result = {"logistic": logistic.score(x[rows:], y[rows:]), "network": {}, "networkOnMnist": {}}
    for count in epochs:
        network = MLPClassifier((64, 64), batch_size=32, alpha=0, max_iter=count, random_state=seed)
        network.fit(x[:rows], y[:rows])
        result["network"][count] = network.score(x[rows:], y[rows:])
        result["networkOnMnist"][count] = network.score(test_x, test_y)
    return result


runs = []
for one in given["small"]:
    x, y = generated(one)
    runs.append({"seed": one["seed"], **run(x, y, 4500, one["seed"], [10, 20])})
x, y = generated(given["large"])
large = {"seed": given["large"]["seed"], **run(x, y, 20000, 0, [10])}

real = run(np.vstack([train_x[:4500], test_x]), np.append(train_y[:4500], test_y), 4500, 0, [10])
del real["networkOnMnist"]
mean = lambda values: round(float(np.mean(list(values))), 4)
summary = {
    "logistic": mean(one["logistic"] for one in runs),
    "network": {count: mean(one["network"][count] for one in runs) for count in (10, 20)},
    "networkOnMnist": {count: mean(one["networkOnMnist"][count] for one in runs) for count in (10, 20)},
}
print(json.dumps({
    "versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__},
    "trainingRows": 4500, "testRows": 1500, "summary": summary, "runs": runs,
    "twentyThousandTrainingRows": large, "mnistTrainedOn4500": real,
}, indent=2))  # fmt: skip
