"""`python keras_side.py FOLDER`: draws networks, and says what Keras computes for them.

Run in a process of its own. Each line that it reads is a seed, or the JSON of a plan; it draws or
builds that network, saves it as FOLDER/N.keras and N.h5 with its data as N.npz, and writes a line,
{"plan": …, "loaded": …, "notes": …}. In N.npz are in/NAME, out/0, out/1, …, and for each recurrent
layer seq/NAME, what it gives at every timestep, and state/0/NAME, … after the last one.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path

os.environ.update(
    KERAS_BACKEND="tensorflow",
    CUDA_VISIBLE_DEVICES="-1",
    TF_NUM_INTRAOP_THREADS="1",
    TF_NUM_INTEROP_THREADS="1",
)

import keras
import numpy as np
from build_network import build, data_for, set_weights
from draw_network import draw
from draw_steps import NotDrawn
from network_plan import Plan, plan_of

from rnntui.reference.keras.worker.recurrent import Sequences

ATTEMPTS = 40
LARGEST = 20.0
# Where no number of samples is fixed. No number of features: called eagerly, Keras's Add takes a
# (N, 1) for a bias where N is also the number of features.
ROWS = 37


# How much every weight is nudged, and how far a value may move for it: more, and a network makes so
# much of a rounding that there is nothing to compare.
NUDGE, MOVED = 1e-6, 3e-5
NUDGE_16, MOVED_16 = 1e-3, 5e-3


class TooLarge(Exception):
    """Weights that make values grow."""


def computed(model, plan: Plan) -> dict[str, np.ndarray]:
    """What Keras gives for the plan's data.

    Raises:
        TooLarge: values that are not moderate; states that grow are rounded as they are large,
            however small that is which is made of them.
        NotDrawn: values that another rounding would change.
    """
    data = data_for(plan)
    arrays = run(model, plan, data)
    if any(_size(array) > LARGEST for array in arrays.values()):
        raise TooLarge
    half = "float16" in plan.policy
    random = np.random.default_rng([plan.seed, 3])
    for variable in model.weights:
        if not variable.name.startswith(("seed_generator_state", "rnn_state")):
            nudge = random.uniform(-1, 1, variable.shape) * (NUDGE_16 if half else NUDGE)
            variable.assign(variable * (1 + nudge).astype(variable.dtype))
    moved = run(model, plan, data)
    allowed = MOVED_16 if half else MOVED
    for name, array in arrays.items():
        wide = array.astype(np.float64)
        if _size((moved[name] - wide) / (1 + np.abs(wide))) > allowed:
            raise NotDrawn(f"{name} depends on roundings")
    return arrays | {f"in/{name}": array for name, array in data.items()}


def _size(array: np.ndarray) -> float:
    return float(np.max(np.abs(np.nan_to_num(array, posinf=np.inf)), initial=0))


def run(model, plan: Plan, data: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What Keras gives for some data."""
    samples = len(next(iter(data.values())))
    size = plan.batch or ROWS
    rows = np.arange(samples) if plan.batch else np.arange(ROWS) % samples
    watched = Sequences(model)
    watched.reset()
    found: dict[str, list[np.ndarray]] = {}
    for start in range(0, len(rows), size):
        batch = rows[start : start + size]
        taken = [data[planned.name][batch] for planned in plan.inputs]
        outputs, sequences = watched.watch([keras.ops.convert_to_tensor(array) for array in taken])
        for number, output in enumerate(keras.tree.flatten(outputs)):
            found.setdefault(f"out/{number}", []).append(np.asarray(output))
        for name, values in sequences.items():
            found.setdefault(f"seq/{name}", []).append(np.asarray(values[0]))
            for number, state in enumerate(values[1:]):
                found.setdefault(f"state/{number}/{name}", []).append(np.asarray(state))
    return {name: np.concatenate(parts)[:samples] for name, parts in found.items()}


def loaded(folder: Path, name: str, model) -> tuple[str, object]:
    """The model as Keras loads it, from the first of the two files that it can load."""
    for suffix in (".keras", ".h5"):
        try:
            return suffix, keras.saving.load_model(folder / f"{name}{suffix}", compile=False)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
    return why, model


def save(folder: Path, name: str, plan: Plan, model) -> dict:
    """Save the model and what it computes, its weights so small that nothing grows."""
    for _ in range(6):
        model.save(folder / f"{name}.keras")
        model.save(folder / f"{name}.h5")
        how, again = loaded(folder, name, model)
        try:
            arrays = computed(again, plan)
        except TooLarge:
            plan = replace(plan, gain=plan.gain / 2)
            set_weights(model, plan)
            continue
        np.savez(folder / f"{name}.npz", **arrays)
        return {"plan": asdict(plan), "loaded": how}
    raise NotDrawn("too large")


def drawn(folder: Path, seed: int) -> dict:
    notes = []
    for attempt in range(ATTEMPTS):
        try:
            plan, model = draw(seed, attempt)
            return {**save(folder, str(seed), plan, model), "notes": notes}
        except NotDrawn as error:
            notes.append(str(error))
        except Exception as error:
            notes.append(f"{type(error).__name__}: {error}")
        finally:
            keras.backend.clear_session(free_memory=False)
    return {"plan": None, "loaded": "", "notes": notes}


def main() -> None:
    folder = Path(sys.argv[1])
    # What is printed by others goes elsewhere.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        if line.strip().isdigit():
            answer = drawn(folder, int(line))
        else:
            plan = plan_of(line)
            answer = {**save(folder, str(plan.seed), plan, build(plan)), "notes": []}
        print(json.dumps(answer), file=answers, flush=True)


main()
