"""Writes safetensors-files.json: files by the reference implementation (the package safetensors, 0.8.0), and conversions of half
floats by NumPy and PyTorch, for test/formats/. Run: python3 test/golden/safetensors-files.py

A file stands in base64 beside the values that were put in: numbers, 'NaN' or 'Infinity' as text, 64-bit integers as text.
What 16-bit patterns stand for is checked by SHA-256 over the float32 words of all patterns that are not NaN, in order.
"""
import base64
import hashlib
import json
import math
import struct
from pathlib import Path

import numpy as np
import torch
from safetensors import TensorSpec, deserialize, serialize

types = {"F32": np.float32, "F64": np.float64, "F16": np.float16, "I8": np.int8, "I16": np.int16, "I32": np.int32,
         "I64": np.int64, "U8": np.uint8, "U16": np.uint16, "U32": np.uint32, "U64": np.uint64, "BOOL": np.bool_}
names = {"BF16": "bfloat16", "BOOL": "bool", **{key: np.dtype(kind).name for key, kind in types.items() if key != "BOOL"}}


def number(value):
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return "-0" if value == 0 and math.copysign(1, value) < 0 else value


def case(name, tensors, metadata=None):
    """tensors: name → (type, shape, values)."""
    specs, keep, listed = {}, [], {}
    for key, (kind, shape, values) in tensors.items():
        if kind == "BF16":
            tensor = torch.tensor(values, dtype=torch.float32).to(torch.bfloat16)
            bits = tensor.view(torch.int16).numpy().copy()
            bits[np.isnan(values)] = 0x7FC0  # which NaN it is depends on PyTorch's code path; this is the upper half of float32's
            data = bits.tobytes()
            exact = tensor.to(torch.float32).tolist()
        else:
            array = np.array(values, dtype=types[kind])
            data, exact = array.tobytes(), array.ravel().tolist()
        buffer = np.frombuffer(data, dtype=np.uint8).copy()
        keep.append(buffer)
        specs[key] = TensorSpec(dtype=names[kind], shape=shape, data_ptr=buffer.ctypes.data, data_len=len(buffer))
        integer64 = kind in ("I64", "U64")
        listed[key] = {"dtype": kind, "shape": shape, "values": [str(v) if integer64 else number(v) for v in exact]}
    file = bytes(serialize(specs, metadata))
    # The reference reads its own file back, and the file is laid out as the format says.
    assert {key: (value["dtype"], value["shape"]) for key, value in deserialize(file)} == {
        key: (value["dtype"], value["shape"]) for key, value in listed.items()}
    (length,) = struct.unpack("<Q", file[:8])
    header = json.loads(file[8:8 + length])
    assert header.pop("__metadata__", {}) == (metadata or {})
    assert sum(end - begin for begin, end in (entry["data_offsets"] for entry in header.values())) == len(file) - 8 - length
    return {"name": name, "file": base64.b64encode(file).decode(), "metadata": metadata or {}, "tensors": listed}


special = [0.0, -0.0, 1.0, -2.5, math.inf, -math.inf, math.nan]
cases = [
    case("nothing", {}),
    case("metadata alone", {}, {"format": "pt"}),
    case("one weight", {"dense1.weight": ("F32", [2, 3], [0.1, -0.2, 0.3, 1e-45, 3.4e38, -0.0])}),
    case("a scalar and an empty tensor", {"scalar": ("F32", [], [7.25]), "empty": ("F32", [0, 4], []), "one": ("F32", [1], [1])}),
    case("every type", {
        "z": ("BOOL", [3], [True, False, True]),
        "y": ("U8", [2], [0, 255]),
        "x": ("I8", [3], [-128, 0, 127]),
        "w": ("I16", [2], [-32768, 32767]),
        "v": ("U16", [2], [0, 65535]),
        "u": ("F16", [9], special + [65504, 6e-8]),
        "t": ("BF16", [9], special + [3e38, 1e-40]),
        "s": ("I32", [2], [-2**31, 2**31 - 1]),
        "r": ("U32", [2], [0, 2**32 - 1]),
        "q": ("F32", [7], special),
        "p": ("F64", [9], special + [math.pi, 5e-324]),
        "o": ("I64", [2], [-2**63, 2**63 - 1]),
        "n": ("U64", [2], [0, 2**64 - 1]),
    }, {"note": "in order of alignment"}),
    case("names of one type, in order", {
        name: ("U8", [1], [i]) for i, name in enumerate(
            ["b", "a", "B", "", "10", "9", "aa", "a.b", "a/b", "\u00e9", "\uffee", "\U0001f600", "\U0001f601x", "constructor", "toString"])
    }),
    case("text that JSON escapes", {'quote " back \\ slash / tab \t line \n bell \u0007 \u2028 \u007f': ("I8", [1], [1])},
         {"k\u0001": "\u0000 \u001f \b \f \r \U0001f600 {}[]"}),
    case("an odd number of bytes", {"bytes": ("U8", [3], [1, 2, 3]), "words": ("I16", [1], [-1]), "floats": ("F32", [1], [1.5])}),
    case("many axes", {"deep": ("F32", [1, 2, 1, 2, 1, 1, 2], [1, 2, 3, 4, 5, 6, 7, 8])}),
]

# Which float32 each pattern of 16 bits stands for.
patterns = np.arange(65536, dtype=np.uint16)
as_float16 = patterns.view(np.float16).astype(np.float32)
as_bfloat16 = torch.from_numpy(patterns.view(np.int16)).view(torch.bfloat16).to(torch.float32).numpy()
digest = lambda values: hashlib.sha256(values[~np.isnan(values)].astype("<f4").tobytes()).hexdigest()

# The nearest pattern: around every boundary and halfway point that matters, and at random.
random = np.random.default_rng(20240601)
steps = [v * s for v in [2**-24, 2**-25, 2**-14, 2**-15, 1.0, 65504.0, 65519.0, 1 + 2**-11, 1 + 3 * 2**-11, 2**-14 - 2**-25,
                         1 + 2**-8, 1 + 3 * 2**-8, 3 * 2**-25, 5 * 2**-25, 2**-26] for s in (1, -1)]
near = np.concatenate([np.nextafter(np.float32(steps), np.float32(direction)) for direction in (-np.inf, np.inf)])
small = random.standard_normal(200) * 2.0 ** random.integers(-26, 15, 200)
values = np.concatenate([np.float32(steps), near, np.float32(small)])
values = values[np.abs(values) < 65520]
wide = np.concatenate([values, np.float32(random.standard_normal(100) * 2.0 ** random.integers(-140, 120, 100))])
halves = {
    "float16": {"digest": digest(as_float16), "words": values.view(np.uint32).tolist(),
                "bits": values.astype(np.float16).view(np.uint16).tolist()},
    "bfloat16": {"digest": digest(as_bfloat16), "words": wide.view(np.uint32).tolist(),
                 "bits": (torch.from_numpy(wide).to(torch.bfloat16).view(torch.int16).numpy().view(np.uint16)).tolist()},
}
Path(__file__).with_suffix(".json").write_text(
    '{"files": [\n' + ",\n".join(json.dumps(entry) for entry in cases) + '\n],\n"halves": ' + json.dumps(halves) + "}\n")
