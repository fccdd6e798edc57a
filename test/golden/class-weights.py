"""Writes class-weights.json: 'balanced' class weights by scikit-learn 1.2.1. Run: python3 class-weights.py"""
import json
from pathlib import Path

import numpy as np
from sklearn.utils.class_weight import compute_class_weight

random = np.random.default_rng(5)
cases = []
for classes, rows in ((2, 10), (3, 17), (4, 40)):
    labels = random.choice(classes, rows, p=np.arange(1, classes + 1) / np.arange(1, classes + 1).sum())
    present = np.unique(labels)
    weights = compute_class_weight("balanced", classes=present, y=labels)
    cases.append({"classes": classes, "labels": labels.tolist(), "present": present.tolist(), "weights": weights.tolist()})
labels = np.array([0, 0, 3, 3, 3, 1])  # class 2 does not occur
present = np.unique(labels)
weights = compute_class_weight("balanced", classes=present, y=labels)
cases.append({"classes": 4, "labels": labels.tolist(), "present": present.tolist(), "weights": weights.tolist()})
Path(__file__).with_suffix(".json").write_text(json.dumps(cases, indent=1) + "\n")
