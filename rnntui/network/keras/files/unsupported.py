"""Messages for files in unsupported formats: what the file is, and how to convert it."""

from __future__ import annotations

import zipfile
from pathlib import Path

_OPENS = "rnntui opens .keras and .h5 files"
_TRACED = "a graph without Keras's layers, so there is nothing to step through"
_AGAIN = "load it with the code that created it, and save it with model.save() as .keras or .h5"
_PICKLE = "a pickle, which can execute code; rnntui does not load pickles"

# Formats recognized by their first bytes.
_STARTS = (
    (
        b"version https://git-lfs",
        "a Git LFS pointer, not the file itself; fetch it with git lfs pull",
    ),
    (b"<!DOCTYPE", f"a web page, not a model; {_OPENS}"),
    (b"<html", f"a web page, not a model; {_OPENS}"),
    (b"\x1f\x8b", f"compressed with gzip; unpack it first. {_OPENS}"),
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
    ".yaml": "a model config without weights; rnntui reads configs as JSON only (--config)",
    ".yml": "a model config without weights; rnntui reads configs as JSON only (--config)",
}


def what_file(path: Path, start: bytes) -> str:
    """The type of a file and the way out, as a clause to follow the file's name.

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
            "is JSON without weights: pass the weights file, and this one as its config: "
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
    """The type of a zip that is not a .keras file, as in `what_file`; "" if unknown."""
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
        return f"contains NumPy arrays, not a model; {_OPENS}"
    inside = [name for name in names if name.endswith((".keras", ".h5", ".hdf5"))]
    if inside and "config.json" not in names:
        return f"is a zip that contains {inside[0]}; unpack it first"
    return ""


def what_folder(path: Path) -> str:
    """The type of a folder, as in `what_file`."""
    if (path / "saved_model.pb").exists() or (path / "saved_model.pbtxt").exists():
        if (path / "keras_metadata.pb").exists():
            return (
                "is a TensorFlow SavedModel of Keras 2. With tf_keras (or Keras 2) installed, convert it: "
                f'tf_keras.models.load_model("{path.name}").save("new.h5")'
            )
        return (
            f"is a TensorFlow SavedModel: {_TRACED}, even as a keras.layers.TFSMLayer. If Keras 2 or "
            f'tf_keras saved it, convert it: tf_keras.models.load_model("{path.name}")'
            f'.save("new.h5"); else {_AGAIN}'
        )
    if (path / "config.json").exists() and (path / "model.weights.h5").exists():
        return (
            "is an unpacked .keras file; zip config.json, metadata.json and model.weights.h5 again"
        )
    inside = sorted(
        file.name for file in path.iterdir() if file.suffix in (".keras", ".h5", ".hdf5")
    )
    if inside:
        return f"is a folder; name a file in it: {', '.join(inside[:3])}"
    return f"is a folder; {_OPENS}"
