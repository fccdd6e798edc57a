"""Writes scalar-math.json: exp, log, pow, sin, cos of float64 arguments, worked out by mpmath with 400 digits.

Each entry is [arguments..., nearest float64, remainder], the true value being nearest + remainder to about 100 bits, so
that a test can measure an error in fractions of a unit in the last place. Run: python3 test/golden/scalar-math.py
"""
import json
import math
import random
import struct
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 400
random.seed(20240607)


def nearest_float(value):
    """The nearest float64 by exact arithmetic: mpmath's own conversion does not round subnormals correctly."""
    if value == 0:
        return 0.0
    sign = -1 if value < 0 else 1
    mantissa, exponent = mpmath.frexp(abs(value))
    last = max(int(exponent) - 53, -1074)
    whole = int(mpmath.nint(mpmath.ldexp(abs(value), -last)))  # nint rounds ties to even
    try:
        return sign * math.ldexp(whole, last)
    except OverflowError:
        return math.inf


def entry(function, *arguments):
    value = function(*[mpf(a) for a in arguments])
    nearest = nearest_float(value)
    if math.isinf(nearest):
        return None
    return [*arguments, nearest, float(value - mpf(nearest))]


def neighbours(x):
    """x and the float64 on either side of it."""
    return [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)] if hasattr(math, "nextafter") else \
        [step(x, -1), x, step(x, 1)]


def step(x, by):
    (whole,) = struct.unpack("<q", struct.pack("<d", x))
    return struct.unpack("<d", struct.pack("<q", whole + (by if x >= 0 else -by)))[0]


def any_float(low=0x0000000000000001, high=0x7FEFFFFFFFFFFFFF):
    """A positive finite float64, every exponent as likely as any other."""
    return struct.unpack("<d", struct.pack("<Q", random.randint(low, high)))[0]


ln2, pi = float(mpmath.log(2)), float(mpmath.pi)

exp_arguments = [x for centre in [1.0, -1.0, ln2 / 2, -ln2 / 2, ln2, 709.782712893384, -708.3964185322641, -745.1332191019411, -745.0]
                 for x in neighbours(centre)]
exp_arguments += [5e-324, -5e-324, 1e-300, 1e-17, -1e-17, 2.0 ** -53, 2.0 ** -54, 10.0, -10.0, 100.0, -100.0, 700.0, -720.5]
exp_arguments += [random.uniform(-1, 1) for _ in range(60)] + [random.uniform(-745, 709) for _ in range(120)]
exp_arguments += [random.choice([-1, 1]) * any_float(0x3C00000000000000, 0x4080000000000000) for _ in range(40)]
exp_arguments += [(k + random.choice([-0.5, 0.5]) + random.uniform(-1e-12, 1e-12)) * ln2 for k in range(-1000, 1000, 67)]

log_arguments = [x for centre in [1.0, 2.0, 0.5, math.sqrt(2), math.sqrt(0.5), math.e, 10.0, 2.2250738585072014e-308]
                 for x in neighbours(centre)]
log_arguments += [5e-324, 1e-323, 1.7976931348623157e308, 1e-310, 3e-320]
log_arguments += [random.uniform(0.5, 2) for _ in range(80)] + [1 + random.uniform(-1, 1) * 10.0 ** random.uniform(-16, -1) for _ in range(60)]
log_arguments += [any_float() for _ in range(100)]

pow_arguments = [(10.0, 22.0), (10.0, -5.0), (3.0, 33.0), (2.0, 1023.0), (2.0, -1074.0), (2.0, 0.5), (1.5, 1000.5), (0.999, 1e5),
                 (0.9, 3.0), (0.9, 1e3), (1.0000000000000002, 1e17), (0.9999999999999999, 6e18), (0.9999999999999999, -6e18),
                 (5e-324, 0.5), (5e-324, 0.001), (1.7976931348623157e308, 0.999), (1.7976931348623157e308, -1.04), (0.1, 308.0), (0.1, 323.0),
                 (2.0, 1e-300), (1e300, 1e-20), (7.0, -1e-17), (2.0, -1022.5), (2.0, 1023.9999999999999), (0.96, 0.004 * 12)]
while len(pow_arguments) < 300:
    x = any_float() if random.random() < 0.5 else random.uniform(0.3, 3)
    bound = 745 / abs(math.log(x)) if x != 1 else 1
    pow_arguments.append((x, random.uniform(-bound, bound)))
for _ in range(60):  # close to 1 with a long exponent: the hardest on the logarithm
    x = 1 + random.uniform(-1, 1) * 10.0 ** random.uniform(-12, -1)
    pow_arguments.append((x, random.uniform(600, 708) / math.log(x)))
pow_arguments += [(-abs(random.uniform(0.5, 2)), float(random.randint(-40, 40) or 1)) for _ in range(20)]

angle_arguments = [x for k in [1, 2, 3, 4, 5, 8, 22, 355, 710, 1024, 10 ** 5, 636619, 636621, 10 ** 9, 2 ** 40]
                   for x in neighbours(float(mpmath.pi * k / 4))]
angle_arguments += [1e-300, 5e-324, 9.999e-9, 1.0001e-8, 1e-4, 0.785, 0.7850000000000001, 999999.9999999999, 1e6, 1000000.0000000001,
                    6381956970095103 * 2.0 ** 797,  # the float64 nearest to a multiple of π/2 (Muller, section 11.2)
                    1.7976931348623157e308, 2.0 ** 1023, 1e22, 9007199254740991.0, 9007199254740994.0, 2.0 ** 60]
angle_arguments += [random.uniform(0, 10) for _ in range(80)] + [any_float(0x3E00000000000000) for _ in range(80)]
angle_arguments += [random.uniform(0, 1e6) for _ in range(40)] + [any_float(0x4120000000000000, 0x4340000000000000) for _ in range(40)]
angle_arguments = [random.choice([-1, 1]) * x for x in angle_arguments]

golden = {
    "exp": [entry(mpmath.exp, x) for x in exp_arguments],
    "log": [entry(mpmath.log, x) for x in log_arguments],
    "pow": [entry(mpmath.power, *xy) for xy in pow_arguments],
    "sin": [entry(mpmath.sin, x) for x in angle_arguments],
    "cos": [entry(mpmath.cos, x) for x in angle_arguments],
}
golden = {name: [e for e in entries if e] for name, entries in golden.items()}
path = Path(__file__).with_suffix(".json")
path.write_text("{\n" + ",\n".join(
    f' "{name}": [\n' + ",\n".join("  " + json.dumps(e) for e in entries) + "\n ]" for name, entries in golden.items()) + "\n}\n")
print({name: len(entries) for name, entries in golden.items()})
