"""Writes archives.json: zip archives made by Python's zipfile, for test/datasets/. Run: python3 test/golden/archives.py"""
import base64
import io
import json
import struct
import zipfile
from pathlib import Path

files = {
    "red.csv": "".join(f"{i};{i * i}\n" for i in range(500)),
    "folder/white.csv": "a;b\n" + "7;8\n" * 100,
    "notes.txt": "some words\n",
}


def archive(method):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as out:
        for name, text in files.items():
            out.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text, compress_type=method)
    return buffer.getvalue()


def claiming(data, name, size):
    """The same archive, whose table of contents gives another uncompressed size for `name`."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


deflated = archive(zipfile.ZIP_DEFLATED)
archives = {
    "deflated": deflated,
    "stored": archive(zipfile.ZIP_STORED),
    "claimsLess": claiming(deflated, "red.csv", 10),
    "claimsMore": claiming(deflated, "red.csv", 2**31),
}
result = {"files": files, "archives": {name: base64.b64encode(data).decode() for name, data in archives.items()}}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
