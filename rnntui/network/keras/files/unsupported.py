"""What a file is that holds no model of Keras's own formats, and what leads from it to one."""

from __future__ import annotations

import zipfile
from pathlib import Path

_OPENS = "rnntui opens .keras and .h5 files"
_TRACED = "a graph without Keras's layers, which has nothing to step through"
_AGAIN = "load it in the program that made it, and save it with model.save() as .keras or .h5"
_PICKLE = "a pickle, which is a program; rnntui runs none"

# By how a file begins, where it says so.
_STARTS = (
    (
        b"version https://git-lfs",
        "a Git LFS pointer, not the file itself; fetch it with git lfs pull",
    ),
    (b"<!DOCTYPE", f"a web page, not a model; {_OPENS}"),
    (b"<html", f"a web page, not a model; {_OPENS}"),
    (b"\x1f\x8b", f"packed with gzip; unpack it first. {_OPENS}"),
    (b"\x80\x02\x8a\x0a", f"a PyTorch model; {_OPENS}"),
    (b"\x93NUMPY", f"a NumPy array; {_OPENS}"),
)
_ENDS = {
    ".ckpt": f"a TensorFlow checkpoint: weights without the model; {_AGAIN}",
    ".data-00000-of-00001": f"a TensorFlow checkpoint: weights without the model; {_AGAIN}",
    ".index": f"a TensorFlow checkpoint: weights without the model; {_AGAIN}",
    ".joblib": _PICKLE,
    ".onnx": f"an ONNX model, {_TRACED}; {_AGAIN}",
    ".pb": f"a TensorFlow graph, {_TRACED}; {_AGAIN}",
    ".pickle": _PICKLE,
    ".pkl": _PICKLE,
    ".pt": f"a PyTorch model; {_OPENS}",
    ".pth": f"a PyTorch model; {_OPENS}",
    ".safetensors": f"arrays without a model; {_OPENS}",
    ".tflite": f"a TensorFlow Lite model, {_TRACED}; {_AGAIN}",
    ".yaml": "a model's description without its weights; rnntui reads it as JSON (--config)",
    ".yml": "a model's description without its weights; rnntui reads it as JSON (--config)",
}


def what_file(path: Path, start: bytes) -> str:
    """What a file is, as the rest of a sentence, and what to do.

    Args:
        path: a file that is neither HDF5 nor a .keras zip.
        start: its first bytes, 32 or so.
    """
    for begins, what in _STARTS:
        if start.lower().startswith(begins.lower()):
            return f"is {what}"
    if start[4:8] == b"TFL3":
        return f"is {_ENDS['.tflite']}"
    if start[:1] == b"{" or start[:2] == b'"{':
        return (
            "is JSON, no weights: give the file of the weights, and this one as its description: "
            f"WEIGHTS.h5 --config {path.name}"
        )
    for end, what in _ENDS.items():
        if path.name.endswith(end):
            return f"is {what}"
    if start[:1] == b"\x80" and start[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return f"is {_PICKLE}"
    what = "is empty" if not start else "is neither a zip nor HDF5"
    return f"not a Keras model, it {what}; {_OPENS}"


def what_zip(path: Path) -> str:
    """What a zip is that is no .keras file, as `what_file`; "" where nothing tells."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    if any(name.endswith("data.pkl") for name in names):
        return f"is {_ENDS['.pt']}"
    if any(name.endswith("saved_model.pb") for name in names):
        return "is a packed TensorFlow SavedModel; unpack it first"
    if names and all(name.endswith(".npy") for name in names):
        return f"is arrays of NumPy's, without a model; {_OPENS}"
    inside = [name for name in names if name.endswith((".keras", ".h5", ".hdf5"))]
    if inside and "config.json" not in names:
        return f"is a zip with {inside[0]} in it; unpack it first"
    return ""


def what_folder(path: Path) -> str:
    """What a folder is, as `what_file`."""
    if (path / "saved_model.pb").exists() or (path / "saved_model.pbtxt").exists():
        if (path / "keras_metadata.pb").exists():
            return (
                "is a TensorFlow SavedModel of Keras 2. Where tf_keras (or Keras 2) is installed, "
                f'tf_keras.models.load_model("{path.name}").save("new.h5") makes a file of it'
            )
        return (
            f"is a TensorFlow SavedModel: {_TRACED}, also as keras.layers.TFSMLayer. Where Keras 2 "
            f'or tf_keras saved it, tf_keras.models.load_model("{path.name}").save("new.h5") makes '
            f"a file of it; else {_AGAIN}"
        )
    if (path / "config.json").exists() and (path / "model.weights.h5").exists():
        return (
            "is a .keras file unpacked; pack config.json, metadata.json and model.weights.h5 into "
            "a zip again"
        )
    inside = sorted(
        file.name for file in path.iterdir() if file.suffix in (".keras", ".h5", ".hdf5")
    )
    if inside:
        return f"is a folder; give a file in it: {', '.join(inside[:3])}"
    return f"is a folder; {_OPENS}"
