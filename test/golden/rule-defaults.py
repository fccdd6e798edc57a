"""Defaults of optimizers in PyTorch and Keras, for docs/optimizers. Writes rule-defaults.json beside itself.

    python3 -m pip download keras==3.15.1 --no-deps
    python3 test/golden/rule-defaults.py keras-3.15.1-py3-none-any.whl        (PyTorch 1.13)

PyTorch is asked for the signatures of its classes. Of Keras, which would need a backend to be imported, the text of the
package is read: the same signatures as in its documentation, https://keras.io/api/optimizers/.

A learning rate that has to be given is null. Rules that a library does not have are left out.
"""

import ast
import inspect
import json
import pathlib
import re
import sys
import zipfile

import torch

pytorch_classes = {
    "sgd": "SGD",
    "rmsProp": "RMSprop",
    "adam": "Adam",
    "adamW": "AdamW",
    "adagrad": "Adagrad",
    "adadelta": "Adadelta",
    "adamax": "Adamax",
    "nadam": "NAdam",
    "rAdam": "RAdam",
}
pytorch_names = {
    "lr": "learningRate",
    "alpha": "decay",
    "rho": "decay",
    "eps": "epsilon",
    "momentum": "momentum",
    "nesterov": "nesterov",
    "centered": "centered",
    "amsgrad": "amsgrad",
    "weight_decay": "weightDecay",
    "initial_accumulator_value": "initialSum",
    "momentum_decay": "momentumDecay",
}
keras_files = {
    "sgd": "sgd",
    "rmsProp": "rmsprop",
    "adam": "adam",
    "adamW": "adamw",
    "adagrad": "adagrad",
    "adadelta": "adadelta",
    "adamax": "adamax",
    "nadam": "nadam",
    "lion": "lion",
}
keras_names = {
    "learning_rate": "learningRate",
    "rho": "decay",
    "epsilon": "epsilon",
    "momentum": "momentum",
    "nesterov": "nesterov",
    "centered": "centered",
    "beta_1": "beta1",
    "beta_2": "beta2",
    "amsgrad": "amsgrad",
    "weight_decay": "weightDecay",
    "initial_accumulator_value": "initialSum",
}


def of_pytorch(name):
    defaults = {}
    for option, parameter in inspect.signature(getattr(torch.optim, name).__init__).parameters.items():
        value = parameter.default
        if option == "betas":
            defaults["beta1"], defaults["beta2"] = value
        elif option in pytorch_names:
            is_number = isinstance(value, (bool, int, float))
            defaults[pytorch_names[option]] = value if is_number else None
    return defaults


def of_keras(wheel, name):
    tree = ast.parse(wheel.read(f"keras/src/optimizers/{name}.py"))
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "__init__")
    options = [argument.arg for argument in function.args.args]
    values = [ast.literal_eval(value) for value in function.args.defaults]
    given = zip(options[len(options) - len(values) :], values)
    return {keras_names[option]: value for option, value in given if option in keras_names}


with zipfile.ZipFile(sys.argv[1]) as wheel:
    keras = {rule: of_keras(wheel, name) for rule, name in keras_files.items()}
    keras_version = re.search(r'__version__ = "(.+?)"', wheel.read("keras/src/version.py").decode()).group(1)

results = {
    "pytorch": {
        "version": re.match(r"[\d.]*\d", torch.__version__).group(0).removesuffix("a"),
        "defaults": {rule: of_pytorch(name) for rule, name in pytorch_classes.items()},
    },
    "keras": {"version": keras_version, "address": "https://keras.io/api/optimizers/", "defaults": keras},
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(results, indent=2) + "\n")
