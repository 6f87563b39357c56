"""A drawn network as rnntui reads and computes it, beside what Keras computed."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from network_plan import Plan, plan_from

from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run
from rnntui.trace.runs import Runs
from rnntui.trace.verify import Compared, Tolerance, Verification, verify

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]


@dataclass(frozen=True)
class Drawn:
    """A network that Keras saved.

    path: its files without their suffix
    loaded: the suffix of the one that Keras loaded again, or why it could load neither
    attempt: how many networks of the seed could not be used
    """

    plan: Plan
    path: Path
    loaded: str
    attempt: int = 0

    def file(self, suffix: str) -> Path:
        return self.path.with_name(f"{self.path.name}{suffix}")


class KerasSide:
    """The process that draws networks, for as long as the tests last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.errors = folder / "errors.txt"
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, str(HERE / "keras_side.py"), str(folder)],
                cwd=REPOSITORY,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def drawn(self, wanted: int | Plan, attempt: int = 0) -> Drawn:
        """The network of a plan, or of a seed: the first that can be drawn, from `attempt` on."""
        answer = self._ask(wanted.json() if isinstance(wanted, Plan) else f"{wanted} {attempt}")
        assert answer["plan"], (wanted, answer["notes"])
        plan = plan_from(answer["plan"])
        return Drawn(plan, self.folder / str(plan.seed), answer["loaded"], answer["attempt"])

    def faults(self, seed: int) -> tuple[Plan, list[str]]:
        """What is wrong with the first network of a seed whose values do not depend on roundings."""
        drawn = self.drawn(seed)
        while (found := faults(drawn)) and self._ask("nudge")["rounded"]:
            drawn = self.drawn(seed, drawn.attempt + 1)
        return drawn.plan, found

    def _ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(line, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        assert answer, self.errors.read_text()[-2000:]
        return json.loads(answer)

    def close(self) -> None:
        self.process.communicate()


def faults(drawn: Drawn) -> list[str]:
    """What is wrong with what rnntui makes of a network: nothing, if all is well."""
    try:
        zipped, flat = (
            build_graph(read_network(drawn.file(suffix))) for suffix in (".keras", ".h5")
        )
        with np.load(drawn.file(".npz")) as found:
            arrays = dict(found)
        inputs, outputs, sequences = (
            {name[len(kind) :]: array for name, array in arrays.items() if name.startswith(kind)}
            for kind in ("in/", "out/", "seq/")
        )
        states = {
            name: [
                arrays[f"state/{number}/{name}"]
                for number in range(99)
                if f"state/{number}/{name}" in arrays
            ]
            for name in sequences
        }
        if drawn.loaded not in (".keras", ".h5"):
            return [f"Keras loads neither file: {drawn.loaded}"]
        if zipped.foreign:
            return [f"not computed: {node.function.why}" for node in zipped.foreign]
        tolerance = tolerance_for(zipped)
        if missing := set(sequences) ^ {node.label for node in zipped.recurrent}:
            return [f"not stepped by both: {missing}"]
        verification = verify(zipped, inputs, outputs, sequences, tolerance, states=states)
        return [
            *unlike(verification, outputs, sequences, states, tolerance),
            *differing(zipped, flat, inputs),
        ]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def tolerance_for(graph: Graph) -> Tolerance:
    """1e-5 + 1e-5 |value|, and of float16 ten of its roundings, as `rnntui verify` has it.

    What stays within 1 is held to 1e-5 alone; see `unlike`.
    """
    return Tolerance.usual_for(layer.dtype for layer in graph.network.layers.values())


def unlike(
    found: Verification,
    outputs: dict[str, np.ndarray],
    sequences: dict[str, np.ndarray],
    states: dict[str, list[np.ndarray]],
    tolerance: Tolerance,
) -> list[str]:
    """The outputs and layers of which a value is too far from Keras's.

    Bounded by 1, as far as Keras's own values go: the absolute error is at most 1e-5. Else each
    value's is at most 1e-5 of itself, plus 1e-5, since a small sum of large terms is rounded as
    they are. Values are kept below 20 by the weights.
    """
    theirs = [[array] for array in outputs.values()]
    theirs += [[sequences[row.name], *states[row.name]] for row in found.layers]
    return [
        f"{row.name} ({row.class_name}) differs by {row.difference.max_abs_error:.3g}"
        for row, arrays in zip((*found.outputs, *found.layers), theirs, strict=True)
        if not _fits(row, arrays, tolerance)
    ]


def _fits(row: Compared, keras: list[np.ndarray], tolerance: Tolerance) -> bool:
    bounded = all(np.all(np.abs(np.nan_to_num(array)) <= 1) for array in keras)
    within = not bounded or row.difference.max_abs_error <= tolerance.atol
    return row.difference.allclose and within


def differing(one: Graph, other: Graph, inputs: dict[str, np.ndarray]) -> list[str]:
    """What two graphs of one network do not compute to the same bits, for every sample."""
    found: set[str] = set()
    runs = [_runs(graph, inputs) for graph in (one, other)]
    for a, b in zip(*runs, strict=True):
        pairs = list(zip(a.outputs.values(), b.outputs.values(), strict=True))
        names = list(a.outputs)
        for mine, theirs in zip(one.recurrent, other.recurrent, strict=True):
            names.append(mine.label)
            steps = a.timesteps(mine)
            pairs.append((a.history(mine, 0, steps), b.history(theirs, 0, steps)))
        found.update(
            name for name, (x, y) in zip(names, pairs, strict=True) if x.tobytes() != y.tobytes()
        )
    return [f"{name} is not the same in both formats" for name in sorted(found)]


def _runs(graph: Graph, inputs: dict[str, np.ndarray]) -> list[Run]:
    made = Runs(graph, lambda index: {name: array[index] for name, array in inputs.items()})
    return [made.run(index) for index in range(len(next(iter(inputs.values()))))]
