"""Prediction: the output, the value of the reference, the target, and a verdict."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.layer_notes import NO_OUTPUT
from rnntui.display.pane import Pane
from rnntui.display.prediction.prediction import prediction_lines, prediction_title
from rnntui.display.prediction.table import prediction_symbol


def _here(frame: Frame) -> list[str]:
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


PANE = Pane(
    "prediction",
    title="PREDICTION",
    heading=prediction_title,
    lines=prediction_lines,
    here=_here,
    about=(
        "The model's output, the value from Keras, and the target. Δ Keras is our value minus "
        "Keras's; error is our value minus the target. Below, the same in physical units, if "
        "the data has them.",
        "Keras runs in a separate process, on the same file and the same input, once per "
        "sample. The verdict compares the model's whole output, and h of this layer at every "
        "t.",
        "One ulp is the gap between neighbouring float32 numbers, the smallest possible "
        "difference. Sums added in a different order differ by a few.",
    ),
    signs=(
        ("✓ … same, bit for bit", "every number equals Keras's"),
        ("✓ |Δ| ≤ 4e-07, 12 ulp", "the largest difference; no more than rounding"),
        ("✗ differs", "more than rounding: the computation differs"),
        ("≠ off the target", "the output farthest from the target"),
        ("◎", "the target's class"),
    ),
    keys=(
        ("last", "end"),
        ("next_output", "next output"),
        ("next_sample", "sample"),
        ("precision", "digits"),
    ),
)
