"""Writes idx.json: IDX files of every type, written and compressed by Python, for test/node/read-idx.test.ts.
Run: python3 test/golden/idx.py
"""
import base64
import gzip
import json
import math
import struct
from pathlib import Path

# Name, type byte, letter of struct, extreme values.
types = [
    ("uint8", 0x08, "B", [0, 255, 128]),
    ("int8", 0x09, "b", [-128, 127, -1]),
    ("int16", 0x0B, "h", [-(2**15), 2**15 - 1, 258]),
    ("int32", 0x0C, "i", [-(2**31), 2**31 - 1, 16909060]),
    ("float32", 0x0D, "f", [1.5, -(2.0**-126), 2.0**127]),
    ("float64", 0x0E, "d", [0.1, -5e-324, 1.7976931348623157e308]),
]
# Headers of 8, 12, 16 and 20 bytes: numbers of 8 bytes lie aligned behind some of them, and not behind others.
shapes = [[5], [3, 2], [2, 3, 4], [1, 2, 1, 2]]


def idx(code, letter, shape, values):
    header = struct.pack(">BBBB", 0, 0, code, len(shape)) + struct.pack(f">{len(shape)}I", *shape)
    return header + struct.pack(f">{len(values)}{letter}", *values)


cases = []
for name, code, letter, extremes in types:
    for shape in shapes:
        count = math.prod(shape)
        values = (extremes + [(7 * i) % 100 for i in range(count)])[:count]
        plain = idx(code, letter, shape, values)
        cases.append(
            {
                "type": name,
                "shape": shape,
                "values": values,
                "plain": base64.b64encode(plain).decode(),
                "gzip": base64.b64encode(gzip.compress(plain, mtime=0)).decode(),
            }
        )
Path(__file__).with_suffix(".json").write_text(json.dumps(cases, indent=1) + "\n")
