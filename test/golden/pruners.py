"""Decisions of Optuna's MedianPruner and SuccessiveHalvingPruner on the same reports, and the stages of scikit-learn's halving. Writes
pruners.json beside itself.

    python3 test/golden/pruners.py        (Optuna 3.1.0, scikit-learn 1.2.1)

Reports are multiples of 1/8, so that many are equal and their means are exact. Steps rise by 1 or by more, never past two rungs at once.
Trials come one after the other, and some fail half-way.
"""

import json
import pathlib

import numpy as np
import optuna
from sklearn.base import BaseEstimator
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import HalvingGridSearchCV

optuna.logging.set_verbosity(optuna.logging.WARNING)
random = np.random.default_rng(7)


def curves(count, longest, stride):
    """Noisy curves that fall, as [step, value]."""
    made = []
    for _ in range(count):
        end, rate, step, curve = random.uniform(0, 4), random.uniform(0.05, 0.6), 0, []
        while True:
            step += int(random.integers(1, stride + 1))
            if step > longest:
                break
            value = end + 8 * np.exp(-rate * step) + random.normal(0, 0.5)
            curve.append([step, float(np.round(value * 8) / 8)])
        made.append(curve)
    return made


def run(name, pruner, options, direction, trials):
    study = optuna.create_study(direction=direction, pruner=pruner)
    done = []
    for i, curve in enumerate(trials):
        trial, reports, stopped, state = study.ask(), [], False, "complete"
        fails_after = int(random.integers(1, len(curve))) if i % 7 == 3 else None
        for step, value in curve:
            value = value if direction == "minimize" else -value
            trial.report(value, step)
            reports.append([step, value])
            stopped = bool(trial.should_prune())
            if stopped:
                state = "pruned"
                break
            if len(reports) == fails_after:
                state = "failed"
                break
        study.tell(
            trial,
            reports[-1][1] if state == "complete" else None,
            state={"complete": None, "pruned": optuna.trial.TrialState.PRUNED, "failed": optuna.trial.TrialState.FAIL}[state],
        )
        done.append({"state": state, "reports": reports, "stopped": stopped})
    return {"name": name, "options": options, "direction": direction, "trials": done}


cases = []
medians = [
    ({}, 12, 1),
    ({"startupTrials": 0, "warmupSteps": 4}, 12, 1),
    ({"startupTrials": 3, "warmupSteps": 2, "intervalSteps": 3}, 14, 1),
    ({"startupTrials": 2, "intervalSteps": 4, "minimumTrials": 3}, 20, 3),
]
for i, (options, longest, stride) in enumerate(medians):
    pruner = optuna.pruners.MedianPruner(
        options.get("startupTrials", 5),
        options.get("warmupSteps", 0),
        options.get("intervalSteps", 1),
        n_min_trials=options.get("minimumTrials", 1),
    )
    cases.append(run("median", pruner, options, ["minimize", "maximize"][i % 2], curves(40, longest, stride)))
halvings = [
    ({}, 16, 1),
    ({"minimumBudget": 2, "reductionFactor": 2}, 16, 1),
    ({"minimumBudget": 2}, 40, 4),
    ({"reductionFactor": 3, "earlyStoppingRate": 1}, 27, 1),
]
for i, (options, longest, stride) in enumerate(halvings):
    pruner = optuna.pruners.SuccessiveHalvingPruner(
        options.get("minimumBudget", 1), options.get("reductionFactor", 4), options.get("earlyStoppingRate", 0)
    )
    cases.append(run("asynchronousHalving", pruner, options, ["minimize", "maximize"][i % 2], curves(40, longest, stride)))


class Curve(BaseEstimator):
    """Scores what its curve has after so many steps."""

    def __init__(self, index=0, steps=1):
        self.index, self.steps = index, steps

    def fit(self, x, y):
        return self

    def score(self, x, y):
        return scores[self.index][self.steps - 1]


stages = []
for cohort, minimum, maximum, factor in [(27, 1, 27, 3), (18, 2, 18, 3), (16, 1, 8, 2)]:
    scores = np.round(random.normal(0, 1, (cohort, maximum)), 3).tolist()
    search = HalvingGridSearchCV(
        Curve(),
        {"index": list(range(cohort))},
        factor=factor,
        resource="steps",
        min_resources=minimum,
        max_resources=maximum,
        cv=2,
        refit=False,
    ).fit(np.zeros((4, 1)), np.zeros(4))
    found = search.cv_results_
    rungs = [
        {
            "budget": int(search.n_resources_[i]),
            "indices": sorted(p["index"] for p, at in zip(found["params"], found["iter"]) if at == i),
        }
        for i in range(search.n_iterations_)
    ]
    options = {"cohort": cohort, "minimumBudget": minimum, "maximumBudget": maximum, "reductionFactor": factor}
    stages.append({"options": options, "scores": scores, "rungs": rungs})

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"decisions": cases, "stages": stages}) + "\n")
for one in cases:
    print(one["name"], one["options"], [t["state"] for t in one["trials"]].count("pruned"))
for one in stages:
    print(one["options"], [(r["budget"], len(r["indices"])) for r in one["rungs"]])
