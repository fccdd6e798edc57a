"""Points of SciPy's Sobol sequence in 101 dimensions, not scrambled, 32 bits, as whole numbers x · 2³².
Writes sobol.json beside itself.

    python3 test/golden/sobol.py        (NumPy 1.24.2, SciPy 1.10.1)

Points that take the last of the 32 direction numbers are too far to skip to: those directions are written down themselves.
"""

import json
import pathlib
import warnings

import numpy as np
from scipy.stats import qmc

warnings.filterwarnings("ignore", message="The balance properties")
dimensions = 101
whole = lambda points: (points * 2.0**32).astype(np.uint64).tolist()

sequence = qmc.Sobol(dimensions, scramble=False, bits=32)
points = dict(enumerate(whole(sequence.random(8))))
for index in (1023, 65_536 + 4097, 2**24 - 1, 2**26 + 12_345_678):
    sequence.fast_forward(index - sequence.num_generated)
    points[index] = whole(sequence.random(1))[0]

result = {
    "points": [{"index": index, "x": x} for index, x in points.items()],
    "directions": [{"k": k, "v": sequence._sv[:, k - 1].tolist()} for k in range(27, 33)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, separators=(",", ":")).replace('{"index"', '\n{"index"').replace('{"k"', '\n{"k"') + "\n")
