"""The kinds of files that hold Keras models, and what rnntui makes of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One kind of file.

    name: what it is; written_by: the versions that write it
    opens: whether rnntui opens it; how: what is to be known of it, or the way out
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
        "the same zip, its groups numbered otherwise; paths written on Windows too",
    ),
    Format(
        "`.h5`, `.hdf5`: a full model",
        "Keras 3",
        True,
        "with masks in a Functional model too, which Keras itself can't load",
    ),
    Format("`.h5`, `.hdf5`: a full model", "tf.keras 1.13 to 2.15", True, "CuDNN layers too"),
    Format(
        "`.h5`, `.hdf5`: a full model",
        "Keras 2.0 to 2.3.1",
        True,
        "a Sequential's config as a list or an object; Theano's kernels turned round",
    ),
    Format(
        "`.h5`, `.hdf5`: a full model",
        "Keras 1.0 to 1.2.2",
        True,
        "today's names for its arguments; its separate arrays for each gate joined",
    ),
    Format(
        "`.weights.h5`",
        "Keras 3",
        True,
        "with `--config model.json`, what `model.to_json()` gives",
    ),
    Format(
        "`.h5`: weights alone",
        "Keras 1 and 2, tf.keras",
        True,
        "with `--config model.json`, of any of them",
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
        "named for what they are; none holds Keras's layers",
    ),
)
