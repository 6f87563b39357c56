"""A planned network as a Keras model, with weights and data of the plan's seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import keras
import numpy as np
from keras import layers, ops
from network_plan import Plan, PlannedInput, Step, plan_from

# Take one list of tensors, where others take one after the other.
LISTED = {
    "Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract",
    "Attention", "AdditiveAttention",
}  # fmt: skip
CONVOLVING = (layers.ConvLSTM1D, layers.ConvLSTM2D)
# What a Functional model holds beside its layers, by the names that plans have for them.
OPERATIONS: dict[str, Callable[..., Any]] = {
    "x[:, -1]": lambda x: x[:, -1],
    "x[:, 1:]": lambda x: x[:, 1:],
    "x[:, ::-1]": lambda x: x[:, ::-1],
    "2 * x + 1": lambda x: 2 * x + 1,
    "1 - x": lambda x: 1 - x,
    "x + y": lambda x, y: x + y,
    "mean": lambda x: ops.mean(x, axis=1),
    "softmax": lambda x: ops.softmax(x, axis=-1),
    "concatenate": lambda x, y: ops.concatenate([x, y], axis=-1),
    "not all 0": lambda x: ops.any(ops.not_equal(x, 0), axis=-1),
    "positive": lambda x: x[..., 0] > 0,
}
COMPARED = 6


class Network:
    """What is built of a plan so far: `add` its steps one after the other.

    tensors: Keras's, by the plan's names
    layers: by name, in the order of their first calls
    """

    def __init__(self, inputs: tuple[PlannedInput, ...] = (), batch: int | None = None) -> None:
        self.batch = batch
        self.tensors: dict[str, Any] = {}
        self.layers: dict[str, Any] = {}
        for planned in inputs:
            self.add_input(planned)

    def add_input(self, planned: PlannedInput) -> None:
        self.tensors[planned.name] = keras.Input(
            batch_shape=(self.batch, *planned.shape), dtype=planned.dtype, name=planned.name
        )

    def add(self, step: Step) -> Step:
        """Call the layer; the step with the names of its results."""
        taken = [self.tensors[name] for name in step.takes]
        if step.class_name in OPERATIONS:
            return self._given(step, OPERATIONS[step.class_name](*taken))
        layer = self.layers.get(step.layer) or layer_of(
            {"class_name": step.class_name, "arguments": {**step.arguments, "name": step.layer}}
        )
        told: dict[str, Any] = dict(step.told)
        if step.initial:
            told["initial_state"] = _as_states(layer, [self.tensors[name] for name in step.initial])
        if step.mask is not None:
            told["mask"] = self.tensors[step.mask]
        listed = step.class_name in LISTED or (step.class_name == "Model" and len(taken) > 1)
        result = layer(taken, **told) if listed else layer(*taken, **told)
        self.layers[step.layer] = layer
        return self._given(step, result)

    def _given(self, step: Step, result: Any) -> Step:
        results = keras.tree.flatten(result)
        gives = step.gives or tuple(f"t{len(self.tensors) + i}" for i in range(len(results)))
        self.tensors.update(zip(gives, results, strict=True))
        return replace(step, gives=gives)

    def model(self, plan: Plan) -> Any:
        """The model, with the weights of the plan's seed."""
        model = self.wired(plan, "network")
        set_weights(model, plan)
        return model

    def wired(self, plan: Plan, name: str) -> Any:
        """The model, with whatever weights."""
        inputs = [self.tensors[planned.name] for planned in plan.inputs]
        if plan.sequential:
            names = dict.fromkeys(step.layer for step in plan.steps)
            return keras.Sequential([*inputs, *(self.layers[n] for n in names)], name=name)
        outputs = [self.tensors[output] for output in plan.outputs]
        if plan.named:
            return keras.Model(inputs, dict(zip(plan.outputs, outputs, strict=True)), name=name)
        return keras.Model(inputs, outputs[0] if len(outputs) == 1 else outputs, name=name)


def build(plan: Plan) -> Any:
    """The Keras model."""
    with policy(plan.policy):
        network = Network(plan.inputs, plan.batch)
        for step in plan.steps:
            network.add(step)
        return network.model(plan)


@contextmanager
def policy(name: str) -> Iterator[None]:
    """While it lasts, layers are made with a dtype policy."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(name)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)


def layer_of(entry: dict[str, Any]) -> Any:
    """A Keras layer or cell of its class and arguments."""
    if entry["class_name"] == "Model":
        return _inner_model(**entry["arguments"])
    return getattr(layers, entry["class_name"])(
        **{key: _argument(value) for key, value in entry["arguments"].items()}
    )


def _inner_model(name: str, plan: dict[str, Any]) -> Any:
    inner = plan_from(plan)
    network = Network(inner.inputs)
    for step in inner.steps:
        network.add(step)
    return network.wired(inner, name)


def _argument(value: Any) -> Any:
    if isinstance(value, dict):
        return layer_of(value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [layer_of(item) for item in value]
    return value


def _as_states(layer: Any, states: list[Any]) -> Any:
    """States in a row in the structure that a layer takes them: stacked cells have lists."""
    if isinstance(layer, layers.Bidirectional):
        if isinstance(layer.forward_layer, CONVOLVING):
            return states
        sizes = [*layer.forward_layer.state_size, *layer.backward_layer.state_size]
    elif isinstance(layer, CONVOLVING):
        return states
    else:
        sizes = layer.state_size
    return keras.tree.pack_sequence_as(keras.tree.map_structure(lambda _: 0, sizes), states)


def set_weights(model: Any, plan: Plan) -> None:
    """Random weights, as large as the gain says; recurrent ones smaller, that nothing grows."""
    random = np.random.default_rng([plan.seed, 1])
    for variable in model.weights:
        name, shape = variable.name, variable.shape
        if name.startswith(("seed_generator_state", "rnn_state")):
            continue
        if "variance" in name or name == "gamma":
            value = random.uniform(0.5, 1.5, shape)
        else:
            fan_in = np.prod(shape[:-1]) if "kernel" in name else 1
            size = 0.7 if "recurrent" in name else 0.4 if "bias" in name else 1.0
            value = random.standard_normal(shape) * size * plan.gain / np.sqrt(fan_in)
        variable.assign(value.astype(variable.dtype))


def data_for(plan: Plan) -> dict[str, np.ndarray]:
    """The data of all inputs: of each COMPARED samples, with masked steps of every pattern."""
    random = np.random.default_rng([plan.seed, 2])
    samples = 2 * plan.batch if plan.batch else COMPARED
    order = random.permutation(PATTERNS)
    arrays = {}
    for planned in plan.inputs:
        shape = (samples, *planned.sample_shape)
        masked = np.zeros(shape[:2], bool)
        for sample in range(samples):
            pattern = order[sample % len(order)]
            masked[sample] = _masked(random, pattern, shape[1])
        if planned.kind == "mask":
            arrays[planned.name] = ~masked
        elif planned.kind == "tokens":
            tokens = random.integers(1, planned.vocabulary, shape)
            arrays[planned.name] = np.where(masked, 0, tokens).astype(planned.dtype)
        else:
            array = random.standard_normal(shape)
            if planned.masked_with is not None:
                array[masked] = planned.masked_with
            arrays[planned.name] = array.astype(planned.dtype)
    return arrays


PATTERNS = ["none", "end", "beginning", "middle", "all", "some"]


def _masked(random: np.random.Generator, pattern: str, length: int) -> np.ndarray:
    steps = np.arange(length)
    some = int(random.integers(1, max(2, length)))
    match pattern:
        case "none":
            return np.zeros(length, bool)
        case "all":
            return np.ones(length, bool)
        case "end":
            return steps >= some
        case "beginning":
            return steps < some
        case "middle":
            return (steps > 0) & (steps < max(2, length - some)) & (steps < length - 1)
    return random.random(length) < 0.5
