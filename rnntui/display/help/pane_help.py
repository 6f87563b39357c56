"""The help of a pane: what it shows, how it is computed, with the equation of where one stands."""

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
# What goes for every pane.
_EVERYWHERE = ("zoom", "next_pane", "keys")


def pane_help(pane: str, frame: Frame) -> HelpPage:
    """The page on a pane."""
    text = PANE_TEXTS[pane]
    ids = [name for name, _ in PANE_KEYS[pane]] + list(_EVERYWHERE)
    keys = tuple((BY_ID[name].shown, BY_ID[name].help) for name in ids)
    keys += tuple((shown, told) for _, shown, told in SCROLLING)
    return HelpPage(text.title, text.about, tuple(_here(pane, frame)), text.signs, keys)


def pane_help_text(pane: str, frame: Frame) -> str:
    """The same for a reader of a script's output; "" where there is no such pane."""
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
    made = (counted(len(stops.breakpoints), "breakpoint"), counted(len(stops.watches), "watch"))
    return [
        f"There are {made[0]} and {made[1]}."
        if any(stops.breakpoints) or any(stops.watches)
        else "There are none yet: b makes a breakpoint, w a watch."
    ]


def _stage(frame: Frame) -> list[str]:
    if frame.stages == 1:
        return []
    return [
        f"This is stage {frame.cursor.stage} of {frame.stages}, 0 to {frame.stages - 1}: the next "
        "one begins when this one's timesteps are done, since it needs all of its output."
    ]


def _moved(frame: Frame) -> str:
    reads = ", ".join(symbol(name) for name in frame.equation.reads if name in frame.layer.values)
    gives = ", ".join(symbol(name) for name in frame.equation.targets)
    changed = sum(bool(mask.any()) for layer in frame.layers for mask in layer.changed.values())
    read = f"reads {reads} and " if reads else ""
    told = (
        f"since the last stop {counted(changed, 'variable')} changed"
        if changed
        else ("nothing has changed since the last stop")
    )
    return f"The equation {read}gives {gives}; {told}."


def _timeline(frame: Frame) -> str:
    timeline = frame.timeline
    what = f"{symbol(timeline.output)} of {timeline.layer}"
    if frame.outside_time:
        return f"Now: {what}. It stands outside time: one value for the whole sequence."
    size = timeline.shown.high.shape[-1]
    column = counted(timeline.per, "timestep")
    return (
        f"Now: {what}, {counted(size, 'unit')}, {column} a column, {frame.timesteps} in all; the "
        f"fullest colour is ±{timeline.scale:.3g}. ▼ is at t={frame.cursor.t}."
    )


def _prediction(frame: Frame) -> list[str]:
    prediction, keras = frame.prediction, frame.reference
    asked = {
        "off": "Keras was not asked.",
        "waiting": f"Keras: {keras.text or 'it is being asked'}.",
        "failed": f"Keras could not answer: {keras.text}.",
        "ready": f"Keras's value is there: {keras.text}.",
    }[keras.status]
    if prediction is None:
        return [NO_OUTPUT, asked]
    t, last = frame.cursor.t, frame.timesteps - 1
    name = prediction_symbol(prediction, t)
    if prediction.t is None:
        text = f"{name} is what {prediction.layer} gives: one value for the whole sequence."
    elif prediction.at_every_t:
        text = f"{name} is what {prediction.layer} gives at t={prediction.t}: one value for each t."
    elif prediction.t == last:
        text = (
            f"{name} is what {prediction.layer} gives at the last timestep, t={last}: the output."
        )
    else:
        text = (
            f"{name} is what {prediction.layer} would give if the sequence ended at t={prediction.t}. "
            f"The model gives its output at t={last} only; there Keras's value is from, so until "
            f"then Δ Keras is the way that is left. G goes there."
        )
    return [text, asked]
