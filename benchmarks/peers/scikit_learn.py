"""scikit-learn's MLPClassifier: `partial_fit` with a batch at a time, in float32."""

import numpy
import sklearn
from sklearn.neural_network import MLPClassifier

from serve import Job, serve


class Network:
    def __init__(self, job: Job, way: str):
        workload = job.workload
        layers = workload["layers"]
        for layer in layers:
            if layer["kind"] != "dense":
                raise ValueError(f"MLPClassifier has no {layer['kind']} layer")
        binary = layers[-1]["units"] == 1
        classes = numpy.arange(2 if binary else layers[-1]["units"])
        optimizer = (
            {"solver": "adam", "learning_rate_init": 1e-3, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}
            if workload["optimizer"] == "adam"
            else {"solver": "sgd", "learning_rate_init": 0.01, "momentum": 0.9, "nesterovs_momentum": False}
        )
        self.batches = [(numpy.ascontiguousarray(x), labels.astype(int)) for x, labels in job.batches]
        self.model = MLPClassifier(
            hidden_layer_sizes=[layer["units"] for layer in layers[:-1]],
            activation=layers[0]["activation"],
            alpha=0,
            batch_size=workload["batch"],
            shuffle=False,
            random_state=1,
            **optimizer,
        )
        # It draws its weights when it is first fitted; then they are set, and what the optimizer kept of that step is zeroed.
        self.model.partial_fit(*self.batches[0], classes)
        for i, weights in enumerate(self.model.coefs_):
            weights[...] = job.parameters[2 * i]
            self.model.intercepts_[i][...] = job.parameters[2 * i + 1]
        rule = self.model._optimizer
        rule.t = 0
        for name in ("ms", "vs", "velocities"):
            for kept in getattr(rule, name, []):
                kept[...] = 0
        self.row = self.batches[0][0][:1]

    def step(self, batch: int) -> float:
        self.model.partial_fit(*self.batches[batch])
        return self.model.loss_

    def train(self, start: int, steps: int) -> None:
        for i in range(start, start + steps):
            self.model.partial_fit(*self.batches[i % len(self.batches)])

    def predict(self):
        return self.model.predict_proba(self.row)


serve(Network, {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__})
