"""What one must know of a layer at t beside its numbers, in words; and the whole_layers between layers."""

from __future__ import annotations

from rnntui.cells.masked import MASK
from rnntui.debugger.frame.frame import Frame, LayerView, Origin, Shape, WholeLayer
from rnntui.display.primitives.index_labels import shape_text
from rnntui.display.primitives.notation import spell, symbol
from rnntui.display.primitives.text import printable
from rnntui.equations.expressions import Operation

# In place of a prediction.
NO_OUTPUT = "The model's output lies behind a layer that is not computed."


def tags(layer: LayerView) -> list[str]:
    """In a few words each, for a narrow pane: masked: skipped; from the end: row 3."""
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
    """In sentences: what a mask does at t, which row is read, where the states come from."""
    found = []
    if layer.row is not None:
        found.append(f"t={t} of the run reads row {layer.row} of the input")
    if layer.skipped:
        found.append(f"t={t} is masked: skipped, {', '.join(_carried(layer))}")
    found.extend(_origin_notes(layer.origins))
    return found


def equation_notes(frame: Frame) -> list[str]:
    """Of these, those that bear on the equation that the cursor is on."""
    layer, equation = frame.layer, frame.equation
    t = frame.cursor.t
    found = []
    if layer.row is not None and "x_t" in equation.reads:
        found.append(f"{symbol('x_t')} is row {layer.row} of the input, read from its end")
    if layer.skipped and MASK not in equation.reads:
        found.append(f"t={t} is masked: this is computed, but not taken")
    found.extend(_origin_notes(tuple(o for o in layer.origins if o.state in equation.reads)))
    return found


def _carried(layer: LayerView) -> list[str]:
    """What each state is at a masked timestep: hₜ = hₜ₋₁."""
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
        found.append(f"{names} at t=0: carried over from sample {sample} of the batch before")
    for origin in origins:
        if origin.sample is None:
            of = ", ".join(_whose(part) for part in origin.made_of)
            text = f"{symbol(origin.state)} at t=0 is {_whose(origin)}"
            found.append(f"{text}, made of {of}" if of else text)
    return found


def _whose(origin: Origin) -> str:
    given = f"last {symbol(origin.variable)}" if origin.variable else "output"
    return f"{printable(origin.giver)}'s {given}"


def whole_layer_heading(whole: WholeLayer) -> str:
    """What a whole takes and gives: lstm (20, 4) → (4,)."""
    reads = whole.reads or (None,) * len(whole.takes)
    taken = ", ".join(
        f"{printable(name)} {_unbroken(shape)}" + ("" if number is None else f" ({number:g} at t)")
        for (name, shape), number in zip(whole.takes, reads, strict=True)
    )
    given = ", ".join(_unbroken(shape) for shape in whole.gives) or "?"
    return f"{taken} → {given}"


def _unbroken(shape: Shape) -> str:
    """A shape without spaces, where a line may be broken."""
    return shape_text(shape).replace(", ", ",")


def when(frame: Frame) -> str:
    """Where the cursor is in time, for titles: t=3, or outside time."""
    return "outside time" if frame.outside_time else f"t={frame.cursor.t}"
