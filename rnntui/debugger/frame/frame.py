"""Frame: everything at one cursor position, as immutable data for the panes."""

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
    """Where an initial state comes from, if it is not zeros.

    state: its name, such as h_prev
    giver: the layer it comes from; "" if it is carried over from a sample of the previous batch
    variable: the giver's variable at its last timestep, such as h_t; "" for its output
    sample: the sample it is carried over from
    made_of: the origins of its parts, if the giver only combines states
    """

    state: str
    giver: str
    variable: str = ""
    sample: int | None = None
    made_of: tuple[Origin, ...] = ()


@dataclass(frozen=True, eq=False)
class LayerView:
    """One layer of the stage at t.

    label: the layer's name; class_name: its Keras class
    functions: the functions of the equations: activation -> tanh
    values: all named values, in the order of the equations
    changed: for each value, where it differs from the last stop
    before: the values at the last stop
    columns: names and units of a variable's numbers, if the data has them
    output: the variable that is the layer's output
    skipped: whether t is masked, so that the states are carried over
    row: the input row read at t, for a backward layer
    origins: at t=0, where its initial states come from
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
    """A layer without equations: its inputs and results.

    before: how many layers of the stage come before it
    takes: the layers it takes tensors from, with their shapes; () for an unknown shape
    reads: for each of them its value at t, if that is a number, such as an Embedding's token
    gives: the shapes of its results; a leading None depends on the data
    value: its result at t, if it has this stage's clock or the stage's loop reads it; its whole
        result, if that is a vector
    missing: why it is not computed; "" if it is
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
    """The reference's outputs for a sample.

    status: "off" (not checked), "waiting", "ready" or "failed"; text: details
    output: the first output, if ready; outputs: all outputs, by name
    """

    status: Literal["off", "waiting", "ready", "failed"]
    text: str = ""
    output: Shaped[np.ndarray, "..."] | None = None
    outputs: Mapping[str, Shaped[np.ndarray, "..."]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Prediction:
    """A model output at the cursor, with the reference's value and the target.

    layer: its layer; at_every_t: whether the model has an output at each timestep
    name, index: which output; outputs: how many the model has
    t: the timestep of `y`; None if there is one value for the whole sequence
    shape: of one value, flattened here: (K,), (H, W, C)
    reference: the reference's final value, or its value at t if at_every_t
    output, states: the differences from the reference of our whole output, and of h at all
        timesteps of the current layer
    columns, sample: for conversion to physical units
    classes: whether the values are class probabilities
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
    timesteps: T of the current stage; samples: N; sample_name: "" if samples have no names
    outside_time: whether the stage has one value for the whole sequence, no timesteps
    layers: the layers of the current stage, which step together; whole_layers: those without
        equations
    steps: the operations of the current equation; unit: the output unit that is worked out
    notes: warnings about the data and the model, one line each
    stops: the breakpoints and watches
    reading: the number format
    gates: the gates that the current equation's result is split into
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
        """The cursor's layer."""
        return self.layers[self.cursor.node]

    @property
    def precision(self) -> int:
        """The number of digits shown."""
        return self.reading.precision

    @property
    def equation(self) -> Equation:
        """The cursor's equation."""
        return self.layer.equations[self.cursor.equation]
