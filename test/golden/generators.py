"""scikit-learn's own generators, given the random numbers of src/tensor/random.ts instead of NumPy's: what moons, circles,
blobs, classification and friedman1 of src/data must give. Writes generators.json beside itself.

    python3 test/golden/generators.py        (scikit-learn 1.2.1)
"""

import json
import pathlib

import numpy as np
import sklearn
from counted import Stream
from sklearn.datasets import _samples_generator as source


class Numbers(np.random.RandomState):
    """Answers scikit-learn's calls, in the order it makes them: each from the stream whose name is next in `streams`."""

    def __init__(self, seed, streams):
        super().__init__(0)
        self.made, self.seed, self.names = {}, seed, list(streams)

    def next(self):
        name = self.names.pop(0)
        if name not in self.made:
            self.made[name] = Stream(self.seed, name)
        return self.made[name]

    def fill(self, size, draw):
        return np.array([draw() for _ in range(int(np.prod(size)))]).reshape(size)

    def uniform(self, low=0.0, high=1.0, size=None):
        stream = self.next()
        return self.fill(size, lambda: low + (high - low) * stream.uniform())

    def normal(self, loc=0.0, scale=1.0, size=None):
        stream = self.next()
        return loc + scale * self.fill(size, stream.normal)

    def standard_normal(self, size=None):
        return self.fill(size, self.next().normal)

    def randint(self, low, high=None, size=None):
        stream = self.next()
        return self.fill(size, lambda: stream.below(low)).astype(int)

    def shuffle(self, items):
        items[:] = self.next().shuffle(list(items))


cases = []


def case(name, options, x, y, **more):
    cases.append({"name": name, "options": options, "x": x.tolist(), "y": y.tolist(), **more})


def shuffled(seed, name, options, x, y):
    """Noise comes before the shuffle in src/data, after it in scikit-learn: so the shuffle is done here."""
    order = Stream(seed, f"{name}/order").shuffle(list(range(len(y)))) if options.get("shuffle", True) else slice(None)
    case(name, options, x[order], y[order])


for options in [
    {"samples": 8, "shuffle": False},
    {"samples": 9, "shuffle": False, "noise": 0.2, "seed": 3},
    {"samples": 11, "noise": 0.1, "seed": 2**40 + 1},
    {"samples": [3, 6], "shuffle": False},
    {"samples": [1, 1], "shuffle": False},
]:
    samples, seed, noise = options["samples"], options.get("seed", 0), options.get("noise", 0)
    samples = tuple(samples) if isinstance(samples, list) else samples
    x, y = source.make_moons(samples, shuffle=False, noise=noise, random_state=Numbers(seed, ["moons"]))
    shuffled(seed, "moons", options, x, y)
    factor = {"factor": 0.5} if seed else {}
    x, y = source.make_circles(
        samples, shuffle=False, noise=noise, random_state=Numbers(seed, ["circles"]), **factor
    )
    shuffled(seed, "circles", {**options, **factor}, x, y)

for options in [
    {"samples": 8, "shuffle": False},
    {"samples": 11, "features": 3, "centers": 4, "centerBox": [-1, 5], "seed": 7},
    {"samples": 7, "centers": [[0, 0], [3, 1]], "clusterStd": [1, 0.5], "seed": 1},
    {"samples": [2, 4, 1], "clusterStd": 0.1, "shuffle": False},
    {"samples": [2, 3], "centers": [[1, 2, 3], [-1, -2, -3]], "clusterStd": 0},
]:
    seed, centers = options.get("seed", 0), options.get("centers")
    given = isinstance(centers, list)
    samples = options["samples"]
    number = len(centers) if given else len(samples) if isinstance(samples, list) else centers or 3
    streams = ([] if given else ["blobs/centers"]) + ["blobs"] * number + ["blobs/order"]
    x, y, centers = source.make_blobs(
        samples,
        options.get("features", 2),
        centers=centers,
        cluster_std=options.get("clusterStd", 1.0),
        center_box=tuple(options.get("centerBox", (-10, 10))),
        shuffle=options.get("shuffle", True),
        random_state=Numbers(seed, streams),
        return_centers=True,
    )
    case("blobs", options, x, y, centers=np.asarray(centers).tolist())

for options in [
    {},
    {"samples": 9, "features": 6, "shuffle": False, "flipY": 0, "seed": 5},
    {"samples": 20, "features": 9, "informative": 3, "redundant": 2, "repeated": 2, "shuffle": False, "classes": 3},
    {"samples": 17, "features": 4, "informative": 4, "redundant": 0, "hypercube": False, "classSep": 2.5, "seed": 9},
    {"samples": 23, "features": 5, "weights": [0.7], "flipY": 0.4, "shift": "random", "scale": "random", "seed": 11},
    {"samples": 30, "features": 4, "classes": 3, "clustersPerClass": 1, "weights": [0.5, 0.2, 0.3], "flipY": 0,
     "shift": [1, 2, 3, 4], "scale": [1, -1, 0.5, 10]},
    {"samples": 12, "features": 36, "informative": 34, "redundant": 1, "clustersPerClass": 3, "shift": 1.5, "scale": 2},
    {"samples": 10, "features": 2, "redundant": 0, "classSep": 0, "flipY": 1},
]:
    get = lambda name, default: options.get(name, default)
    seed, classes, per_class = get("seed", 0), get("classes", 2), get("clustersPerClass", 2)
    features, informative = get("features", 20), get("informative", 2)
    redundant, repeated = get("redundant", 2), get("repeated", 0)
    clusters = classes * per_class

    def corners(samples, dimensions, rng):
        """The bits of words, lowest first, a corner that has been before left out."""
        stream, found = Stream(seed, "classification/corners"), []
        while len(found) < samples:
            words = [stream.word() for _ in range((dimensions + 31) // 32)]
            corner = [words[j // 32] >> (j % 32) & 1 for j in range(dimensions)]
            if corner not in found:
                found.append(corner)
        return np.array(found)

    source._generate_hypercube = corners
    streams = [] if get("hypercube", True) else ["polytope"] * 2
    streams += ["points"] + ["mixing"] * clusters
    streams += ["redundant"] if redundant else []
    streams += ["repeated"] if repeated else []
    streams += ["useless"] if features > informative + redundant + repeated else []
    streams += ["flips"] * 2
    streams += ["shift"] if get("shift", 0) == "random" else []
    streams += ["scale"] if get("scale", 1) == "random" else []
    streams += ["order", "columns"]
    random = lambda value: None if value == "random" else np.array(value)
    x, y = source.make_classification(
        get("samples", 100),
        features,
        n_informative=informative,
        n_redundant=redundant,
        n_repeated=repeated,
        n_classes=classes,
        n_clusters_per_class=per_class,
        weights=get("weights", None),
        flip_y=get("flipY", 0.01),
        class_sep=get("classSep", 1.0),
        hypercube=get("hypercube", True),
        shift=random(get("shift", 0.0)),
        scale=random(get("scale", 1.0)),
        shuffle=get("shuffle", True),
        random_state=Numbers(seed, [f"classification/{name}" for name in streams]),
    )
    case("classification", options, x, y)


class Float32Numbers(Numbers):
    """Uniform numbers as `fillUniform` has them: the upper 24 bits of a word."""

    def uniform(self, low=0.0, high=1.0, size=None):
        stream = self.next()
        return self.fill(size, lambda: (stream.word() >> 8) / 2**24)


for options in [{"samples": 6}, {"samples": 5, "features": 5, "noise": 1.5, "seed": 4}, {"samples": 3, "features": 7}]:
    numbers = Float32Numbers(options.get("seed", 0), ["friedman1", "friedman1/noise"])
    noise = options.get("noise", 0.0)
    x, y = source.make_friedman1(options["samples"], options.get("features", 10), noise=noise, random_state=numbers)
    case("friedman1", options, x, y)

golden = {"versions": {"scikit-learn": sklearn.__version__, "numpy": np.__version__}, "cases": cases}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(golden) + "\n")
print(path, path.stat().st_size, "bytes", len(cases), "cases")
