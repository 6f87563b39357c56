"""The table of model file formats, for docs/formats.md: which ones rnntui opens, and how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """A model file format.

    name: suffix and contents; written_by: the versions that write it
    opens: whether rnntui opens it; how: remarks, or the way to convert it
    """

    name: str
    written_by: str
    opens: bool
    how: str


FORMATS = (
    Format("`.keras`", "Keras 3.0 and later", True, "a zip of config, metadata and weights"),
    Format(
        "`.keras`",
        "Keras and tf.keras 2.12 to 2.15",
        True,
        "the same zip with groups numbered differently; also with the backslash paths of Windows",
    ),
    Format(
        "`.h5`, `.hdf5`: a full model",
        "Keras 3",
        True,
        "also Functional models with masks, which Keras itself fails to load",
    ),
    Format("`.h5`, `.hdf5`: a full model", "tf.keras 1.13 to 2.15", True, "also CuDNN layers"),
    Format(
        "`.h5`, `.hdf5`: a full model",
        "Keras 2.0 to 2.3.1",
        True,
        "Sequential configs as a list or an object; Theano's kernels are flipped",
    ),
    Format(
        "`.h5`, `.hdf5`: a full model",
        "Keras 1.0 to 1.2.2",
        True,
        "arguments are renamed, and the arrays of separate gates joined",
    ),
    Format(
        "`.weights.h5`",
        "Keras 3",
        True,
        "with `--config model.json`, the output of `model.to_json()`",
    ),
    Format(
        "`.h5`: weights only",
        "Keras 1 and 2, tf.keras",
        True,
        "with `--config model.json`, written by any of them",
    ),
    Format(
        "a SavedModel folder",
        "TensorFlow",
        False,
        "load it with Keras 2 (tf_keras) and save it as .h5",
    ),
    Format(
        "`.pb`, `.tflite`, `.onnx`, checkpoints, `.pt`, pickles",
        "others",
        False,
        "the message names the format; none of them contains Keras's layers",
    ),
)
