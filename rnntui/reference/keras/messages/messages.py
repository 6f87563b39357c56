"""The messages between client and worker: typed, checked, and only data.

    client                            worker
    Hello                         →   Welcome
    Load(path)                    →   Loaded
    Rebuild(layers)               →   Loaded
    SaveRebuilt(path)             →   Saved
    OpaqueLayers(places)          →   OpaqueShapes
    Compute(inputs)               →   Alive*  Computed
    Train(settings, X, Y)         →   (Progress | Alive)*  Trained
      Cancel, at any time during it
    Save(path)                    →   Saved
    any of these                  →   Failed

Every request but Cancel has one answer, in the order of the requests. Alive only reports that work
continues.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.network.network import Call, TensorRef
from rnntui.reference.keras.messages.arrays import Array
from rnntui.reference.protocol import RecurrentInfo, TensorInfo
from rnntui.reference.training import Ended, EpochProgress, TrainSettings


class RebuiltLayer(msgspec.Struct, frozen=True):
    """A layer to be built from Keras's own classes.

    name, keras_name: its name in the file, and a name that Keras accepts
    class_name: Keras 3's class; arguments: its constructor's; activations: those among them
    wrapped: the inner layers and cells among them, without calls and weights
    calls: its calls in the graph, with the layers' `name`s
    weights: in Keras's order
    operands: for an operation of keras.ops ("ops.NotEqual"), the arguments of each call, "args" and
        "kwargs": numbers, lists, {"tensor": [layer, call, index]}, {"slice": […]}, {"ellipsis": None},
        {"array": …}
    """

    name: str
    keras_name: str
    class_name: str
    arguments: dict[str, Any]
    activations: dict[str, ActivationSpec]
    wrapped: dict[str, RebuiltLayer | tuple[RebuiltLayer, ...]]
    dtype: str
    calls: tuple[Call, ...]
    weights: tuple[Array, ...]
    operands: tuple[dict[str, Any], ...] | None = None


class MaskMeaning(msgspec.Struct, frozen=True):
    """What masks meant in the Keras that saved a file; see `rnntui.layers.graph.masks.MaskRules`.

    joined_by_all: whether a merging layer joins masks with `and`
    beside_states: whether a recurrent layer with initial states uses the mask of its sequence;
        today's Keras uses it only without states
    directions_as_said: whether both layers of a Bidirectional decide by their arguments whether they
        output 0 at masked timesteps; today's Keras decides for them
    """

    joined_by_all: bool
    beside_states: bool
    directions_as_said: bool


class _Message(msgspec.Struct, frozen=True, tag=True):
    pass


class Hello(_Message, frozen=True):
    """Import Keras; the answer has its version."""


class Load(_Message, frozen=True):
    """Load the model file at this absolute path; Compute then uses it.

    custom_objects: the absolute path of a Python file that is run, for the model's own classes and
        functions; code inside the model file is then run too
    layer_names: by the file's name of a layer, the name it has in answers, where they differ
    """

    path: str
    custom_objects: str | None = None
    layer_names: dict[str, str] = {}


class Rebuild(_Message, frozen=True):
    """Build a model from Keras's own layers; Compute then uses it.

    order: every call, each after those it depends on
    masks: what masks mean, if not what they mean in today's Keras
    output_names: the names of its outputs
    portable: whether its file must open without any function of rnntui's
    """

    name: str
    layers: tuple[RebuiltLayer, ...]
    order: tuple[TensorRef, ...]
    inputs: tuple[TensorRef, ...]
    outputs: tuple[TensorRef, ...]
    sequential: bool = False
    portable: bool = False
    masks: MaskMeaning | None = None
    output_names: tuple[str, ...] = ()


class SaveRebuilt(_Message, frozen=True):
    """Write the rebuilt model to this absolute path, which ends in .keras."""

    path: str


class OpaqueLayers(_Message, frozen=True):
    """Ask for the shapes of the outputs of these calls of the loaded model's layers."""

    places: tuple[TensorRef, ...]


class Compute(_Message, frozen=True):
    """Run the loaded model on inputs by name, (N, …) each.

    opaque: calls of layers whose outputs are wanted too
    """

    inputs: dict[str, Array]
    opaque: tuple[TensorRef, ...] = ()


class Train(_Message, frozen=True):
    """Build and train a new model; Save then writes it.

    inputs, targets: (N, T, D) and (N, K), float32; held_out: the same two, not trained on.
    """

    settings: TrainSettings
    inputs: Array
    targets: Array
    held_out: tuple[Array, Array] | None = None


class Save(_Message, frozen=True):
    """Write the trained model to this absolute path, which ends in .keras."""

    path: str


class Cancel(_Message, frozen=True):
    """End the current training at the next batch. Has no answer."""


class Welcome(_Message, frozen=True):
    """Keras is imported: its version and TensorFlow's."""

    keras: str
    tensorflow: str


class Loaded(_Message, frozen=True):
    """The model is loaded: its name, inputs, outputs, and recurrent layers."""

    name: str
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    recurrent: tuple[RecurrentInfo, ...]


class Computed(_Message, frozen=True):
    """The model's outputs by output name, and each recurrent layer's output at every timestep.

    outputs: (N, …) each, as returned by model.predict; sequences: (N, T, M) by layer name.
    states: each recurrent layer's states after the last timestep that it ran, (N, M) each
    opaque: for each requested call, its outputs, (N, …) each
    """

    outputs: dict[str, Array]
    sequences: dict[str, Array]
    states: dict[str, tuple[Array, ...]] = {}
    opaque: tuple[tuple[Array, ...], ...] = ()


class OpaqueShapes(_Message, frozen=True):
    """For each requested call, the shapes of its outputs, without the batch axis."""

    shapes: tuple[tuple[tuple[int | None, ...], ...], ...]


class Progress(EpochProgress, frozen=True, tag=True):
    """An epoch of the training is done."""


class Trained(_Message, frozen=True):
    """The training is over.

    loss, val_loss: one number per completed epoch; val_loss is empty without validation
    best_epoch: the epoch of the lowest val_loss, else loss; None if no epoch was completed
    saved_epoch: the epoch whose weights the model has, which Save writes; None likewise
    predictions, held_out_predictions: (N, K), with those weights
    """

    ended: Ended
    loss: tuple[float, ...]
    val_loss: tuple[float, ...]
    best_epoch: int | None
    saved_epoch: int | None
    predictions: Array | None
    held_out_predictions: Array | None
    seconds: float


class Saved(_Message, frozen=True):
    """The trained model is written."""


class Alive(_Message, frozen=True):
    """Long work continues."""


class Failed(_Message, frozen=True):
    """The request failed.

    kind: "missing": TensorFlow or Keras is not installed; "start": importing them failed;
        "refused": Keras raised. text: one line.
    """

    kind: Literal["missing", "start", "refused"]
    text: str


Request = Hello | Load | Rebuild | SaveRebuilt | OpaqueLayers | Compute | Train | Save | Cancel
Answer = Welcome | Loaded | OpaqueShapes | Computed | Progress | Trained | Saved | Alive | Failed
