"""What the client and the worker say to each other: typed, checked, and nothing but data.

    client                            worker
    Hello                         →   Welcome
    Load(path)                    →   Loaded
    Rebuild(layers)               →   Loaded
    SaveRebuilt(path)             →   Saved
    OpaqueLayers(places)                 →   OpaqueShapes
    Compute(inputs)               →   Alive*  Computed
    Train(settings, X, Y)         →   (Progress | Alive)*  Trained
      Cancel, at any time during it
    Save(path)                    →   Saved
    any of these                  →   Failed

Every request but Cancel has one answer, in the order asked. Alive only says that work goes on.
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
    """A layer to be made of Keras's own.

    name, keras_name: what its file calls it, and a name that Keras takes
    class_name: Keras 3's class; arguments: what it is made with; activations: those among them
    wrapped: the layers and cells among them, without calls and weights of their own
    calls: its places in the graph, by the layers' `name`s
    weights: in Keras's order
    operands: of an operation of keras.ops ("ops.NotEqual"), what each of its calls takes, "args" and
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
    """What masks meant to the Keras that saved a file; see `rnntui.layers.graph.masks.MaskRules`.

    joined_by_all: whether what a merging layer gives has those timesteps that all masks leave
    beside_states: whether a recurrent layer that is given its initial states heeds the mask of its
        sequence; today's Keras looks for one only without states
    directions_as_said: whether the layers in a Bidirectional give 0 at masked timesteps as their
        arguments say; today's Keras decides that itself
    """

    joined_by_all: bool
    beside_states: bool
    directions_as_said: bool


class _Message(msgspec.Struct, frozen=True, tag=True):
    pass


class Hello(_Message, frozen=True):
    """Import Keras, and say which."""


class Load(_Message, frozen=True):
    """Load the model file at this absolute path; it becomes the one that Compute uses.

    custom_objects: the absolute path of a Python file that is run, for the classes and functions
        that the model needs besides Keras's own; code within the model file is then run too
    layer_names: by the file's name of a layer, the name it has in answers, where they differ
    """

    path: str
    custom_objects: str | None = None
    layer_names: dict[str, str] = {}


class Rebuild(_Message, frozen=True):
    """Build a model of Keras's own layers; it becomes the one that Compute uses.

    order: every call, each after those it takes from
    masks: what masks mean, where that is not what today's Keras makes of them
    output_names: what its outputs are to be called
    portable: whether its file must open without any function that Keras does not have
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
    """Say what these calls of layers of the loaded model give."""

    places: tuple[TensorRef, ...]


class Compute(_Message, frozen=True):
    """Run the loaded model on inputs by name, (N, …) each.

    opaque: calls of layers whose results are wanted too
    """

    inputs: dict[str, Array]
    opaque: tuple[TensorRef, ...] = ()


class Train(_Message, frozen=True):
    """Build and train a new model; it becomes the one that Save writes.

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
    """End the training that goes on, at the next batch. Has no answer of its own."""


class Welcome(_Message, frozen=True):
    """Keras is imported: its version and TensorFlow's."""

    keras: str
    tensorflow: str


class Loaded(_Message, frozen=True):
    """The model is loaded: what it is called, takes, gives, and which of its layers recur."""

    name: str
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    recurrent: tuple[RecurrentInfo, ...]


class Computed(_Message, frozen=True):
    """The model's outputs by output name, and each recurrent layer's output at every timestep.

    outputs: (N, …) each, as model.predict gives them; sequences: (N, T, M) by layer name.
    states: each recurrent layer's states after the last timestep that it ran, (N, M) each
    opaque: for each call that was asked for, what it gives, (N, …) each
    """

    outputs: dict[str, Array]
    sequences: dict[str, Array]
    states: dict[str, tuple[Array, ...]] = {}
    opaque: tuple[tuple[Array, ...], ...] = ()


class OpaqueShapes(_Message, frozen=True):
    """For each call that was asked for, the shapes of what it gives, without the batch axis."""

    shapes: tuple[tuple[tuple[int | None, ...], ...], ...]


class Progress(EpochProgress, frozen=True, tag=True):
    """An epoch of the training is done."""


class Trained(_Message, frozen=True):
    """The training is over.

    loss, val_loss: one number per epoch that was done; val_loss is empty where nothing was held out.
    best_epoch: the epoch of the lowest val_loss, else loss; None when none was done
    saved_epoch: the epoch whose weights the model now has, and Save writes; None when none was done
    predictions, held_out_predictions: (N, K), of those weights
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
    """Long work goes on."""


class Failed(_Message, frozen=True):
    """The request could not be done.

    kind: "missing": TensorFlow or Keras is not installed; "start": importing them failed;
        "refused": Keras raised. text: one line.
    """

    kind: Literal["missing", "start", "refused"]
    text: str


Request = Hello | Load | Rebuild | SaveRebuilt | OpaqueLayers | Compute | Train | Save | Cancel
Answer = Welcome | Loaded | OpaqueShapes | Computed | Progress | Trained | Saved | Alive | Failed
