"""The side of a peer written in Python: everything about its process but the peer. `serve.ts` says the same for Node."""

import json
import math
import os
import sys
import time
from typing import Callable, NamedTuple

import numpy


class Values(NamedTuple):
    shape: list
    values: numpy.ndarray


class Batch(NamedTuple):
    x: numpy.ndarray
    labels: numpy.ndarray


class Job(NamedTuple):
    workload: dict
    parameters: list
    batches: list


def read_job(folder: str) -> Job:
    with open(os.path.join(folder, "job.json")) as file:
        header = json.load(file)
    floats = numpy.fromfile(os.path.join(folder, "job.f32"), dtype="<f4")
    place = 0

    def take(shape):
        nonlocal place
        count = int(numpy.prod(shape))
        values = floats[place : place + count].reshape(shape)
        place += count
        return values

    workload = header["workload"]
    rows = workload["batch"]
    parameters = [take(shape) for shape in header["parameters"]]
    batches = [Batch(take([rows, *workload["input"]]), take([rows])) for _ in range(header["batches"])]
    return Job(workload, parameters, batches)


def peak_bytes() -> int:
    """Physical memory that the process ever held, without what its parent held when it started it."""
    try:
        with open("/proc/self/status") as file:
            line = next(line for line in file if line.startswith("VmHWM:"))
        return 1024 * int(line.split()[1])
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def serve(open_network: Callable, versions: dict) -> None:
    """Serves the runner until it has no more requests: `python3 PEER.py FOLDER WAY`.

    open_network(job, way) gives a network with step(batch) → loss, train(start, steps), predict(), and perhaps `differs`.
    """
    answers = os.fdopen(3, "w")

    def say(answer: dict) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    try:
        job = read_job(sys.argv[1])
        network = open_network(job, sys.argv[2])
        differs = getattr(network, "differs", None)
        say({"versions": versions, **({"differs": differs} if differs else {})})
        count = len(job.batches)
        at = 0
        for line in sys.stdin:
            request = json.loads(line)
            what = request["do"]
            if what == "follow":
                end = time.perf_counter() + request["seconds"]
                losses = []
                while True:
                    losses.append(float(network.step(at % count)))
                    if not math.isfinite(losses[-1]):
                        raise ValueError(f"its loss became {losses[-1]}")
                    at += 1
                    if len(losses) >= request["steps"] or time.perf_counter() >= end:
                        break
                say({"losses": losses})
            elif what == "train":
                start = time.perf_counter()
                network.train(at % count, request["steps"])
                say({"milliseconds": 1000 * (time.perf_counter() - start)})
                at += request["steps"]
            elif what == "predict":
                start = time.perf_counter()
                for _ in range(request["times"]):
                    prediction = network.predict()
                elapsed = time.perf_counter() - start
                if not numpy.isfinite(prediction).any():
                    raise ValueError(f"predicted {prediction}")
                say({"milliseconds": 1000 * elapsed})
            else:
                say({"peakBytes": peak_bytes()})
    except Exception as error:
        say({"error": str(error)})
