"""A random network as plain data: it can be printed, kept as JSON, cut down by hand and built again.

A tensor is called by a name: an input by its own, a result of a step by one of its `gives`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class PlannedInput:
    """An input: its shape without the batch axis, and a sample's, which has no open axes.

    kind: "numbers", "tokens" (whole numbers below `vocabulary`) or "mask" (true or false)
    masked_with: what a timestep holds in all features that a Masking layer is to skip
    """

    name: str
    shape: tuple[int | None, ...]
    sample_shape: tuple[int, ...]
    kind: str = "numbers"
    dtype: str = "float32"
    vocabulary: int = 0
    masked_with: float | None = None


@dataclass(frozen=True)
class Step:
    """One call of a layer. A second step of the same layer is another call of it.

    arguments: the layer's; a layer inside is {"class_name": …, "arguments": …}
    takes: the tensors that it is called with
    gives: its results
    initial: the tensors that it is given as initial states
    mask: the one that it is given as its mask
    told: what it has the argument besides, by keyword
    """

    layer: str
    class_name: str
    arguments: dict[str, Any]
    takes: tuple[str, ...]
    gives: tuple[str, ...] = ()
    initial: tuple[str, ...] = ()
    mask: str | None = None
    told: dict[str, bool] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[str, ...]:
        return (*self.takes, *self.initial, *(() if self.mask is None else (self.mask,)))


@dataclass(frozen=True)
class Plan:
    """A network: its inputs, steps and outputs.

    seed: of its weights and data
    gain: how large its weights are
    batch: how many samples it takes at a time, where it is built for a number of them
    policy: Keras's dtype policy
    named: whether the outputs are a dictionary
    """

    inputs: tuple[PlannedInput, ...]
    steps: tuple[Step, ...]
    outputs: tuple[str, ...]
    seed: int = 0
    gain: float = 1.0
    batch: int | None = None
    policy: str = "float32"
    sequential: bool = False
    named: bool = False

    def pruned(self) -> Plan:
        """Without the inputs and steps that no output is made of."""
        wanted = set(self.outputs)
        kept: list[Step] = []
        for step in reversed(self.steps):
            if wanted & set(step.gives):
                kept.insert(0, step)
                wanted.update(step.needs)
        inputs = tuple(planned for planned in self.inputs if planned.name in wanted)
        return replace(self, inputs=inputs, steps=tuple(kept))

    @property
    def class_names(self) -> set[str]:
        """Of its layers, also of those inside layers."""
        return set(_class_names(asdict(self)))

    def json(self) -> str:
        return json.dumps(asdict(self))

    def __str__(self) -> str:
        about = ("seed", "gain", "batch", "policy", "sequential", "named", "outputs")
        lines = [", ".join(f"{key} {getattr(self, key)}" for key in about)]
        lines += [f"  {planned}" for planned in self.inputs]
        for step in self.steps:
            more = {"initial": step.initial, "mask": step.mask, **step.told}
            said = "".join(f", {key} {value}" for key, value in more.items() if value)
            lines.append(
                f"  {', '.join(step.gives)} = '{step.layer}' {step.class_name} {step.arguments}"
                f" of {', '.join(step.takes)}{said}"
            )
        return "\n".join(lines)


def plan_of(text: str) -> Plan:
    """A plan of its JSON."""
    return plan_from(json.loads(text))


def plan_from(said: dict[str, Any]) -> Plan:
    """A plan of what JSON holds."""
    return Plan(
        **{
            **said,
            "inputs": tuple(PlannedInput(**_tuples(entry)) for entry in said["inputs"]),
            "steps": tuple(Step(**_tuples(entry)) for entry in said["steps"]),
            "outputs": tuple(said["outputs"]),
        }
    )


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _class_names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "class_name" in value:
            yield value["class_name"]
        for item in value.values():
            yield from _class_names(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _class_names(item)
