"""`python keras_side.py FOLDER`: draws networks, and says what Keras computes for them.

Each line of stdin is "SEED ATTEMPT" or the JSON of a plan. The network is drawn or built, saved as
FOLDER/N.keras and N.h5 with its data as N.npz, and answered with a line of JSON, {"plan": …,
"loaded": …, "attempt": …, "notes": …}. N.npz holds in/NAME, out/0, out/1, …, and for each recurrent
layer seq/NAME, its output at every timestep, and state/0/NAME, … after the last timestep.

The line "nudge" asks whether the values of the last network depend on roundings: {"rounded": NAME},
or null. It costs a second run, so it is asked only for networks that differ.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

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

# How much every weight is nudged, and how far a value may then move: a network whose values move
# farther amplifies roundings so much that there is nothing to compare.
NUDGE, MOVED = 1e-6, 3e-5
NUDGE_16, MOVED_16 = 1e-3, 5e-3


class TooLarge(Exception):
    """Weights that make values grow."""


@dataclass(frozen=True)
class Saved:
    """A network in its files, as Keras loaded it from them, and what it computes."""

    plan: Plan
    model: Any
    loaded: str
    arrays: dict[str, np.ndarray]

    def answer(self) -> dict:
        return {"plan": asdict(self.plan), "loaded": self.loaded}


def computed(model, plan: Plan) -> dict[str, np.ndarray]:
    """What Keras computes for the plan's data.

    Raises TooLarge for values that are not moderate: a large state is rounded in proportion to its
    size, however small the values computed from it are.
    """
    data = data_for(plan)
    arrays = run(model, plan, data)
    if any(_size(array) > LARGEST for array in arrays.values()):
        raise TooLarge
    return arrays | {f"in/{name}": array for name, array in data.items()}


def depends_on_rounding(model, plan: Plan, arrays: dict[str, np.ndarray]) -> str | None:
    """The first array that moves too far when every weight is nudged; None if there is none."""
    half = "float16" in plan.policy
    random = np.random.default_rng([plan.seed, 3])
    for variable in model.weights:
        if not variable.name.startswith(("seed_generator_state", "rnn_state")):
            nudge = random.uniform(-1, 1, variable.shape) * (NUDGE_16 if half else NUDGE)
            variable.assign(variable * (1 + nudge).astype(variable.dtype))
    allowed = MOVED_16 if half else MOVED
    for name, moved in run(model, plan, data_for(plan)).items():
        wide = arrays[name].astype(np.float64)
        if _size((moved - wide) / (1 + np.abs(wide))) > allowed:
            return name
    return None


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


def save(folder: Path, name: str, plan: Plan, model) -> Saved:
    """Save the model and what it computes, with weights small enough that nothing grows."""
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
        return Saved(plan, again, how, arrays)
    raise NotDrawn("too large")


def drawn(folder: Path, seed: int, first: int) -> tuple[Saved | None, dict]:
    """The first network of a seed, from an attempt on, that can be drawn; and the answer."""
    notes = []
    for attempt in range(first, ATTEMPTS):
        keras.backend.clear_session(free_memory=False)
        try:
            plan, model = draw(seed, attempt)
            saved = save(folder, str(seed), plan, model)
            return saved, {**saved.answer(), "attempt": attempt, "notes": notes}
        except NotDrawn as error:
            notes.append(str(error))
        except Exception as error:
            notes.append(f"{type(error).__name__}: {error}")
    return None, {"plan": None, "notes": notes}


def main() -> None:
    folder = Path(sys.argv[1])
    # Keep stdout for answers: libraries print to it.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    saved: Saved | None = None
    for line in sys.stdin:
        if line.strip() == "nudge":
            assert saved is not None
            answer = {"rounded": depends_on_rounding(saved.model, saved.plan, saved.arrays)}
        elif line.startswith("{"):
            keras.backend.clear_session(free_memory=False)
            plan = plan_of(line)
            saved = save(folder, str(plan.seed), plan, build(plan))
            answer = {**saved.answer(), "attempt": 0, "notes": []}
        else:
            saved, answer = drawn(folder, *map(int, line.split()))
        print(json.dumps(answer), file=answers, flush=True)


main()
