"""A random network in the making: its inputs, and its steps one after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from build_network import Network, layer_of
from draw_around import AROUND, ATTENDING, MERGING
from draw_recurrent import (
    CONVOLVING,
    RECURRENT,
    Arguments,
    Chance,
    Shape,
    bidirectional_entry,
    conv_lstm_entry,
    layer_entry,
    loop_arguments,
    state_shapes,
    states_in_a_row,
)
from network_plan import PlannedInput, Step

LARGEST = 200
# No number of features, so that Keras does not take a (N, 1) for a bias, as it does when eager.
BATCH = 11


class NotDrawn(Exception):
    """What was drawn is not possible; the next attempt draws another."""


class Drawing:
    """The network so far. Keras is asked at each step, for shapes and what it refuses."""

    def __init__(self, chance: Chance, forced: str) -> None:
        self.chance = chance
        self.forced = forced
        branching = forced in (*MERGING, *ATTENDING, "Model")
        self.chain = chance.yes(0.25) and not branching
        self.batch = BATCH if chance.yes(0.15) else None
        self.timesteps = int(chance.random.integers(3, 9))
        self.open = chance.yes(0.2)
        self.inputs: list[PlannedInput] = []
        self.steps: list[Step] = []
        self.network = Network(batch=self.batch)
        # What a MultiHeadAttention took: Keras takes the masks away from that.
        self.spent: set[str] = set()

    def shape(self, tensor: str) -> Shape:
        return tuple(self.network.tensors[tensor].shape[1:])

    def size(self, tensor: str) -> int:
        return int(np.prod([self.timesteps if n is None else n for n in self.shape(tensor)]))

    @property
    def results(self) -> list[str]:
        """The numbers so far, but for the inputs'."""
        names = [name for step in self.steps for name in step.gives if name not in self.spent]
        return [name for name in names if self.network.tensors[name].dtype != "bool"]

    def step(
        self, class_name: str, arguments: Arguments, *takes: str, **more: Any
    ) -> tuple[str, ...]:
        """Call a new layer, and sometimes one like it again on another tensor."""
        name = f"{class_name.lower()}_{len(self.steps)}"
        if class_name in ("Dense", "LSTM", "GRU", "SimpleRNN") and self.chance.yes(0.02):
            arguments = {**arguments, "dtype": "float64"}
        given = self._add(Step(name, class_name, arguments, takes, **more))
        if not self.chain and len(takes) == 1 and not more and self.chance.yes(0.15):
            if self.batch and class_name in (*RECURRENT, *CONVOLVING):
                # It may be stateful, and such a layer is not computed where it is called twice.
                return given
            others = [n for n in self.results if n not in given and n not in takes]
            others = [n for n in others if self.shape(n) == self.shape(takes[0])]
            if others:
                self._add(replace(self.steps[-1], takes=(self.chance.of(*others),), gives=()))
        return given

    def _add(self, step: Step) -> tuple[str, ...]:
        before = dict(self.network.tensors)
        try:
            step = self.network.add(step)
        except Exception as error:
            raise NotDrawn(f"{step.class_name}: {type(error).__name__}: {error}") from error
        shapes = [self.shape(name) for name in step.gives]
        if any(self.size(name) > LARGEST for name in step.gives) or () in shapes:
            self.network.tensors = before
            raise NotDrawn(f"{step.class_name}: too large")
        self.steps.append(step)
        return step.gives

    def input(self, shape: Shape, **more: Any) -> str:
        """A new input; its open axis is time."""
        sample = tuple(self.timesteps if n is None else n for n in shape)
        planned = PlannedInput(f"x{len(self.inputs)}", shape, sample, **more)
        self.inputs.append(planned)
        self.network.add_input(planned)
        return planned.name

    def time(self) -> int | None:
        """The length of a new sequence: mostly that of the others."""
        if self.open:
            return None
        return self.timesteps if self.chance.yes(0.8) else int(self.chance.random.integers(3, 9))

    def sequence(self, *, tokens: bool = False) -> str:
        """A new input of vectors, or of tokens and their Embedding; with or without a mask."""
        chance = self.chance
        if tokens or chance.yes(0.2):
            words = self.input(
                (self.time(),),
                kind="tokens",
                vocabulary=9,
                dtype=chance.of("int32", "int32", "float32"),
            )
            arguments = {
                "input_dim": 9,
                "output_dim": chance.below(5),
                "mask_zero": chance.yes(0.7),
            }
            return self.step("Embedding", arguments, words)[0]
        if chance.yes(0.4):
            return self.masked(self.time(), chance.below(5))
        return self.input((self.time(), chance.below(5)))

    def masked(self, *shape: int | None) -> str:
        """A new input behind a Masking layer."""
        value = self.chance.of(0.0, 0.0, -1.0, 0.25)
        x = self.input(shape, masked_with=value)
        return self.step("Masking", {"mask_value": value}, x)[0]

    def images(self, rank: int) -> str:
        """A new input of arrays over time, mostly without a mask."""
        sides = (int(self.chance.random.integers(3, 5)) for _ in range(rank))
        return self.input((self.time(), *sides, self.chance.below(3)))

    def around(self, x: str, name: str | None = None) -> str:
        """A layer around, of that name or any, on a tensor."""
        rank = len(self.shape(x))
        fitting = [kind for kind, (ranks, _) in AROUND.items() if rank in ranks]
        if name is None:
            for _ in range(3):
                try:
                    return self.around(x, self.chance.of(*fitting))
                except NotDrawn:
                    continue
            return x
        if name not in fitting:
            x = self.of_rank(x, AROUND[name][0][0])
        return self.step(name, AROUND[name][1](self.chance, self.shape(x)), x)[0]

    def of_rank(self, x: str, rank: int) -> str:
        """A tensor, made of another, of a rank."""
        shape = self.shape(x)
        if len(shape) == rank:
            return x
        if rank == 1:
            flattening = ["GlobalMaxPooling1D"] if len(shape) == 2 else []
            flattening += [] if None in shape else ["Flatten"]
            return self.around(x, self.chance.of(*(flattening or ["GlobalAveragePooling2D"])))
        if len(shape) == 1:
            x = self.step("RepeatVector", {"n": int(self.chance.random.integers(2, 5))}, x)[0]
            return self.of_rank(x, rank)
        if rank == 2:
            return self.step("Reshape", {"target_shape": [shape[0] or -1, -1]}, x)[0]
        if len(shape) == 2 and shape[0]:
            return self.step("Reshape", {"target_shape": [*shape, 1]}, x)[0]
        raise NotDrawn(f"no rank {rank} of {shape}")

    def recurrence(self, x: str, *, sequences: bool, kind: str | None = None) -> str:
        """A recurrent layer on a tensor, its output."""
        chance, shape = self.chance, self.shape(x)
        if len(shape) == 1:
            x = self.of_rank(x, 2)
        stateful = self.batch is not None and chance.yes()
        unroll = chance.yes(0.08) and shape[0] is not None
        loop = loop_arguments(chance, sequences=sequences, stateful=stateful, unroll=unroll)
        loop["return_state"] = loop["return_state"] and not self.chain
        if kind in CONVOLVING or (len(shape) == 3 and chance.yes(0.7)) or len(shape) == 4:
            rank = int(kind[-2]) if kind in CONVOLVING else len(shape) - 2
            return self._convolving(x, rank, loop)
        x = self.of_rank(x, 2)
        kind = kind or chance.of(*RECURRENT)
        if kind == "Bidirectional":
            entry = bidirectional_entry(chance, loop)
            if self.chain and entry["arguments"]["merge_mode"] is None:
                entry["arguments"]["merge_mode"] = "ave"
        else:
            entry = layer_entry(chance, kind, loop)
        return self._called(entry, x, state_shapes(entry))

    def _convolving(self, x: str, rank: int, loop: Arguments) -> str:
        shape = self.shape(x)
        entry = conv_lstm_entry(self.chance, rank, shape[1:], loop)
        alone = entry["arguments"] | {"return_sequences": False, "return_state": False}
        alone |= {"stateful": False}
        try:
            layer = layer_of({"class_name": entry["class_name"], "arguments": alone})
            state = tuple(layer.compute_output_shape((None, *shape))[1:])
        except Exception as error:
            raise NotDrawn(f"{entry['class_name']}: {error}") from error
        states = [state, state]
        if self.chance.yes(0.15):
            entry["arguments"]["go_backwards"] = False
            mode = self.chance.of("concat", "sum", "mul", "ave")
            entry = {
                "class_name": "Bidirectional",
                "arguments": {"layer": entry, "merge_mode": mode},
            }
            states *= 2
        return self._called(entry, x, states)

    def _called(self, entry: Arguments, x: str, states: list[Shape]) -> str:
        """A recurrent layer on a tensor; sometimes with initial states, and with a mask."""
        chance = self.chance
        more: dict[str, Any] = {}
        if not self.chain and chance.yes(0.2):
            more["initial"] = tuple(self.state(shape) for shape in states)
            forward, *backward = states_in_a_row(entry)
            if backward and (forward + backward[0]) // 2 != forward:
                raise NotDrawn("Keras gives one of two unlike layers states of the other")
        if not self.chain and chance.yes(0.15):
            more["mask"] = self.mask(x)
        return self.step(entry["class_name"], entry["arguments"], x, **more)[0]

    def mask(self, x: str) -> str:
        """A mask for a sequence: an input, or what is computed of one."""
        shape = self.shape(x)
        if len(shape) == 2 and self.chance.yes(0.3):
            return self._add(Step(*[self.chance.of("not all 0", "positive")] * 2, {}, (x,)))[0]
        return self.input(shape[:1], kind="mask", dtype="bool")

    def operated(self, x: str) -> str:
        """An operation on a tensor, which a Functional model holds beside its layers."""
        names = ["2 * x + 1", "1 - x", "x + y", "softmax", "concatenate"]
        if len(self.shape(x)) > 1:
            names += ["x[:, -1]", "mean", "x[:, ::-1]", "x[:, 1:]"]
        name = self.chance.of(*names)
        alike = [n for n in self.results if self.shape(n) == self.shape(x)]
        more = (self.chance.of(*(alike or [x])),) if name in ("x + y", "concatenate") else ()
        return self._add(Step(name, name, {}, (x, *more)))[0]

    def state(self, shape: Shape) -> str:
        """An initial state: what another layer gives, or an input."""
        found = [name for name in self.results if self.shape(name) == shape]
        if found and self.chance.yes(0.7):
            return str(self.chance.of(*found))
        return self.input(shape)

    def dense(self, x: str, units: int) -> str:
        return self.step("Dense", {"units": units}, x)[0]
