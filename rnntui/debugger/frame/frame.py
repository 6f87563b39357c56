"""Everything at one cursor position, frozen: what the panes draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from rnntui.data.dataset import ColumnInfo
from rnntui.debugger.cursor import Cursor
from rnntui.debugger.explain.explain import Step
from rnntui.debugger.frame.stops import NO_STOPS, Stops
from rnntui.debugger.frame.timeline import Timeline
from rnntui.debugger.number_format import DEFAULT_FORMAT, NumberFormat
from rnntui.equations.parse import Equation
from rnntui.trace.verify import Difference

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped


Shape = tuple[int | None, ...]


@dataclass(frozen=True)
class Origin:
    """Where a state comes from before the first timestep, if not from zeros.

    state: as it is read, h_prev
    giver: the layer that gives it; "" where it is carried over from a sample of the last batch
    variable: which of the giver's, at its last timestep: h_t; "": what it gives
    sample: the one that it is carried over from
    made_of: where the giver only joins what others give: where that comes from
    """

    state: str
    giver: str
    variable: str = ""
    sample: int | None = None
    made_of: tuple[Origin, ...] = ()


@dataclass(frozen=True, eq=False)
class LayerView:
    """One layer of the stage at t.

    label: the layer's name; class_name: its class in Keras
    functions: what each function of the equations is in this layer: activation -> tanh
    values: every named value, in the order of the equations
    changed: for each of them, where it differs from the last stop
    before: what they were at the last stop
    columns: what the numbers of a variable mean, where the data says so
    output: the variable that leaves the layer
    skipped: whether t is masked, so that the states are carried
    row: of a layer that reads from the end: the row of its input that it reads at t
    origins: at t=0: where its states come from
    """

    label: str
    class_name: str
    equations: tuple[Equation, ...]
    functions: Mapping[str, str]
    weight_names: Mapping[str, str]
    values: Mapping[str, Shaped[np.ndarray, "..."]]
    changed: Mapping[str, Bool[np.ndarray, "..."]]
    output: str
    skipped: bool = False
    row: int | None = None
    origins: tuple[Origin, ...] = ()
    before: Mapping[str, Shaped[np.ndarray, "..."]] = field(default_factory=dict)
    columns: Mapping[str, ColumnInfo] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class WholeLayer:
    """A layer without equations: what it takes and gives.

    before: the number of layers of the stage that stand before it
    takes: the layers that it takes its tensors from, with their shapes; () where one is not known
    reads: for each of them the number that it is at t, where it is one: a token, of an Embedding's
    gives: the shapes of its results; a first None is one that depends on the data
    value: what it gives at t: where it follows this stage's clock, or the stage's loop reads it; or
        altogether, if it is a vector
    missing: why it is not computed; "" where it is
    by_keras: whether Keras computed it
    """

    label: str
    class_name: str
    before: int
    takes: tuple[tuple[str, Shape], ...]
    gives: tuple[Shape, ...]
    value: Shaped[np.ndarray, "..."] | None
    reads: tuple[float | None, ...] = ()
    missing: str = ""
    by_keras: bool = False


@dataclass(frozen=True, eq=False)
class ReferenceValue:
    """What Keras says of this sample.

    status: "off" (it was not asked), "waiting", "ready" or "failed"; text: a word on it
    output: its value for the first output, as long as it is ready; outputs: for each, by name
    """

    status: Literal["off", "waiting", "ready", "failed"]
    text: str = ""
    output: Shaped[np.ndarray, "..."] | None = None
    outputs: Mapping[str, Shaped[np.ndarray, "..."]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Prediction:
    """The model's output beside Keras's value and the target: running, y_t, where it can be.

    layer: the layer that gives it; at_every_t: whether the model itself gives one for every t
    name, index: which output it is; outputs: how many the model has
    t: the timestep of `y`; None: there is one value for the whole sequence
    shape: of one value, which is flattened here: (K,), (H, W, C)
    reference: Keras's final value (or its value at t, where it gives one for every t)
    output, states: how far our whole output, and h at every t of the current layer, are from Keras's
    columns, sample: what the numbers mean in physical units
    classes: whether the numbers are the probabilities of classes
    """

    layer: str
    y: Shaped[np.ndarray, " K"]
    reference: Shaped[np.ndarray, " K"] | None
    target: Shaped[np.ndarray, " K"] | None
    at_every_t: bool
    columns: ColumnInfo | None
    sample: int
    output: Difference | None
    states: Difference | None
    t: int | None
    shape: tuple[int, ...]
    name: str = ""
    index: int = 0
    outputs: int = 1
    classes: bool = False


@dataclass(frozen=True, eq=False)
class Frame:
    """Everything at one cursor position.

    model: the network's file or name; architecture: its layers in one line
    timesteps: T of the current stage; samples: N; sample_name: "" where samples have no names
    outside_time: whether the stage's layers have one value for the whole sequence
    layers: those of the current stage, which step together; whole_layers: those without equations
    steps: the current equation worked out; unit: the output unit that is written out
    notes: what one should know of the data and the model, one line each
    stops: the breakpoints and watches
    reading: how numbers are shown
    gates: the blocks that the current equation's result falls into
    """

    model: str
    architecture: str
    cursor: Cursor
    reason: str
    timesteps: int
    samples: int
    sample_name: str
    stages: int
    outside_time: bool
    layers: tuple[LayerView, ...]
    whole_layers: tuple[WholeLayer, ...]
    steps: tuple[Step, ...]
    unit: int
    timeline: Timeline
    prediction: Prediction | None
    reference: ReferenceValue
    notes: tuple[str, ...] = ()
    stops: Stops = NO_STOPS
    reading: NumberFormat = DEFAULT_FORMAT
    gates: tuple[str, ...] = ()

    @property
    def layer(self) -> LayerView:
        """The layer that the cursor stands in."""
        return self.layers[self.cursor.node]

    @property
    def precision(self) -> int:
        """With how many digits numbers are shown."""
        return self.reading.precision

    @property
    def equation(self) -> Equation:
        """The equation that the cursor stands on."""
        return self.layer.equations[self.cursor.equation]
