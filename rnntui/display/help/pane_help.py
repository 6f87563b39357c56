"""The help page of a pane: what it shows, and what it shows at the cursor."""

from __future__ import annotations

from rnntui.debugger.commands.actions import BY_ID
from rnntui.debugger.frame.frame import Frame
from rnntui.display.header_footer import PANE_KEYS
from rnntui.display.help.equation_help import equation_help, position_text
from rnntui.display.help.page import HelpPage
from rnntui.display.help.pane_texts import PANE_TEXTS, SCROLLING
from rnntui.display.layer_notes import NO_OUTPUT
from rnntui.display.prediction.table import prediction_symbol
from rnntui.display.primitives.notation import symbol
from rnntui.display.primitives.text import counted, plain

_WIDTH = 80
# Actions that work in every pane.
_EVERYWHERE = ("zoom", "next_pane", "keys")


def pane_help(pane: str, frame: Frame) -> HelpPage:
    """The help page of a pane."""
    text = PANE_TEXTS[pane]
    ids = [name for name, _ in PANE_KEYS[pane]] + list(_EVERYWHERE)
    keys = tuple((BY_ID[name].shown, BY_ID[name].help) for name in ids)
    keys += tuple((shown, meaning) for _, shown, meaning in SCROLLING)
    return HelpPage(text.title, text.about, tuple(_here(pane, frame)), text.signs, keys)


def pane_help_text(pane: str, frame: Frame) -> str:
    """The page as text for a script's output; "" if there is no such pane."""
    if pane not in PANE_TEXTS:
        return ""
    return "\n".join(plain(found) for found in pane_help(pane, frame).lines(_WIDTH))


def _here(pane: str, frame: Frame) -> list[str]:
    match pane:
        case "worked" | "presented":
            return [position_text(frame), *equation_help(frame)]
        case "equations":
            return [position_text(frame), *_stage(frame)]
        case "prediction":
            return _prediction(frame)
        case "variables":
            return [position_text(frame), _moved(frame)]
        case "timeline":
            return [_timeline(frame)]
    stops = frame.stops
    counts = (counted(len(stops.breakpoints), "breakpoint"), counted(len(stops.watches), "watch"))
    return [
        f"There are {counts[0]} and {counts[1]}."
        if any(stops.breakpoints) or any(stops.watches)
        else "There are none yet: b sets a breakpoint, w adds a watch."
    ]


def _stage(frame: Frame) -> list[str]:
    if frame.stages == 1:
        return []
    return [
        f"This is stage {frame.cursor.stage} of {frame.stages}, 0 to {frame.stages - 1}: the next "
        "one starts after all timesteps of this one, because it needs the whole output."
    ]


def _moved(frame: Frame) -> str:
    reads = ", ".join(symbol(name) for name in frame.equation.reads if name in frame.layer.values)
    gives = ", ".join(symbol(name) for name in frame.equation.targets)
    changed = sum(bool(mask.any()) for layer in frame.layers for mask in layer.changed.values())
    read = f"reads {reads} and " if reads else ""
    change = (
        f"since the last stop {counted(changed, 'variable')} changed"
        if changed
        else "nothing changed since the last stop"
    )
    return f"The equation {read}computes {gives}; {change}."


def _timeline(frame: Frame) -> str:
    timeline = frame.timeline
    what = f"{symbol(timeline.output)} of {timeline.layer}"
    if frame.outside_time:
        return f"Shown: {what}. It is outside time: one value for the whole sequence."
    size = timeline.shown.high.shape[-1]
    column = counted(timeline.per, "timestep")
    return (
        f"Shown: {what}, {counted(size, 'unit')}, {column} per column, {frame.timesteps} in all; the "
        f"strongest colour is ±{timeline.scale:.3g}. ▼ is at t={frame.cursor.t}."
    )


def _prediction(frame: Frame) -> list[str]:
    prediction, reference = frame.prediction, frame.reference
    status = {
        "off": "Not checked against Keras.",
        "waiting": f"Keras: {reference.text or 'running'}.",
        "failed": f"Keras failed: {reference.text}.",
        "ready": f"Checked against Keras: {reference.text}.",
    }[reference.status]
    if prediction is None:
        return [NO_OUTPUT, status]
    t, last = frame.cursor.t, frame.timesteps - 1
    name = prediction_symbol(prediction, t)
    if prediction.t is None:
        text = f"{name} is the output of {prediction.layer}: one value for the whole sequence."
    elif prediction.at_every_t:
        text = f"{name} is the output of {prediction.layer} at t={prediction.t}: one value per timestep."
    elif prediction.t == last:
        text = f"{name} is the output of {prediction.layer} at the last timestep, t={last}."
    else:
        text = (
            f"{name} is what {prediction.layer} would output if the sequence ended at "
            f"t={prediction.t}. The model's output, and Keras's value, are those at t={last}; until "
            f"then, Δ Keras is the distance to the final prediction. G goes there."
        )
    return [text, status]
