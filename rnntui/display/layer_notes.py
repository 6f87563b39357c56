"""Notes on a layer at t: masked, read from the end, where its states start; and whole layers."""

from __future__ import annotations

from rnntui.cells.masked import MASK
from rnntui.debugger.frame.frame import Frame, LayerView, Origin, Shape, WholeLayer
from rnntui.display.primitives.index_labels import shape_text
from rnntui.display.primitives.notation import spell, symbol
from rnntui.display.primitives.text import printable
from rnntui.equations.expressions import Operation

# Shown in place of a prediction.
NO_OUTPUT = "The model's output depends on a layer that is not computed."


def tags(layer: LayerView) -> list[str]:
    """Short notes for a narrow pane: masked: skipped; from the end: row 3."""
    found = []
    if layer.skipped:
        found.append("masked: skipped")
    if layer.row is not None:
        found.append(f"from the end: row {layer.row}")
    for origin in layer.origins[:1]:
        giver = origin.giver.rsplit("/", 1)[-1] or f"sample {origin.sample}"
        found.append(f"starts from {printable(giver)}")
    return found


def notes(layer: LayerView, t: int) -> list[str]:
    """Notes in sentences: the effect of a mask at t, the row read, the origin of the states."""
    found = []
    if layer.row is not None:
        found.append(f"reads the input from its end: t={t} is row {layer.row}")
    if layer.skipped:
        found.append(f"t={t} is masked: skipped, {', '.join(_carried(layer))}")
    found.extend(_origin_notes(layer.origins))
    return found


def equation_notes(frame: Frame) -> list[str]:
    """The notes that concern the current equation."""
    layer, equation = frame.layer, frame.equation
    t = frame.cursor.t
    found = []
    if layer.row is not None and "x_t" in equation.reads:
        found.append(f"{symbol('x_t')} is row {layer.row} of the input, read from the end")
    if layer.skipped and MASK not in equation.reads:
        found.append(f"t={t} is masked: computed, then discarded")
    found.extend(_origin_notes(tuple(o for o in layer.origins if o.state in equation.reads)))
    return found


def _carried(layer: LayerView) -> list[str]:
    """The value of each state at a masked timestep: hₜ = hₜ₋₁."""
    carried = []
    for equation in layer.equations:
        match equation.expression:
            case Operation("where", (_, _, elsewhere)):
                left = symbol(equation.targets[0])
                carried.append(f"{left} = {spell(elsewhere, layer.functions)}")
    return carried


def _origin_notes(origins: tuple[Origin, ...]) -> list[str]:
    carried = [origin for origin in origins if origin.sample is not None]
    found = []
    if carried:
        names = " and ".join(symbol(origin.state) for origin in carried)
        sample = carried[0].sample
        found.append(f"{names} at t=0: carried over from sample {sample} of the previous batch")
    for origin in origins:
        if origin.sample is None:
            sources = ", ".join(_source(part) for part in origin.made_of)
            text = f"{symbol(origin.state)} at t=0 is {_source(origin)}"
            found.append(f"{text}, from {sources}" if sources else text)
    return found


def _source(origin: Origin) -> str:
    value = f"last {symbol(origin.variable)}" if origin.variable else "output"
    return f"{printable(origin.giver)}'s {value}"


def whole_layer_heading(whole: WholeLayer) -> str:
    """The inputs and outputs of a whole layer: lstm (20, 4) → (4,)."""
    reads = whole.reads or (None,) * len(whole.takes)
    inputs = ", ".join(
        f"{printable(name)} {_unbroken(shape)}" + ("" if number is None else f" ({number:g} at t)")
        for (name, shape), number in zip(whole.takes, reads, strict=True)
    )
    outputs = ", ".join(_unbroken(shape) for shape in whole.gives) or "?"
    return f"{inputs} → {outputs}"


def _unbroken(shape: Shape) -> str:
    """A shape without spaces, since a line may be broken at one."""
    return shape_text(shape).replace(", ", ",")


def when(frame: Frame) -> str:
    """The cursor's timestep for titles: t=3, or no timesteps."""
    return "no timesteps" if frame.outside_time else f"t={frame.cursor.t}"
