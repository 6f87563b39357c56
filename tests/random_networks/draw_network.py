"""Random networks: the plan of a seed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from build_network import Network, policy
from draw_around import (
    AROUND,
    ATTENDING,
    FORCED,
    MERGING,
    attending_arguments,
    merging_arguments,
)
from draw_recurrent import CONVOLVING, Chance
from draw_steps import Drawing, NotDrawn
from network_plan import Plan


class NetworkDrawing(Drawing):
    """A network from its inputs to its outputs."""

    def merged(self, x: str, name: str | None = None) -> str:
        """A tensor together with another."""
        chance = self.chance
        name = name or chance.of(*MERGING, *ATTENDING)
        if name in ATTENDING:
            return self.attended(self.of_rank(x, 2), name)
        floats = [n for n in self.results if n != x and len(self.shape(n)) < 4]
        alike = [n for n in floats if self.shape(n) == self.shape(x)]
        ranked = [n for n in floats if len(self.shape(n)) == len(self.shape(x))]
        other = chance.of(*(alike or ranked or floats or [x]))
        if not alike and name not in ("Dot", "Concatenate"):
            other = self.dense(self._like(other, x), self.shape(x)[-1] or 1)
        elif not alike and len(self.shape(other)) != len(self.shape(x)):
            x, other = self.of_rank(x, 1), self.of_rank(other, 1)
        if name == "Dot" and (self.shape(x)[-1] != self.shape(other)[-1] or chance.yes(0.3)):
            x, other = self.dense(x, 3), self.dense(other, 3)
        takes = [x, other]
        if name not in ("Subtract", "Dot") and chance.yes(0.3):
            takes.append(chance.of(*([n for n in floats if self.shape(n) == self.shape(x)] or [x])))
        arguments = merging_arguments(chance, name, [self.shape(n) for n in takes])
        return self.step(name, arguments, *takes)[0]

    def _like(self, other: str, x: str) -> str:
        """Another tensor brought to the rank of one, and to one vector where lengths differ."""
        shape = self.shape(x)
        if len(shape) == 1:
            return self.of_rank(other, 1)
        if len(self.shape(other)) == len(shape) and self.shape(other)[:-1] == shape[:-1]:
            return other
        return self.of_rank(other, 1)

    def attended(self, query: str, name: str) -> str:
        """A sequence that attends to another, or to itself."""
        chance = self.chance
        others = [n for n in self.results if len(self.shape(n)) == 2]
        value = chance.of(*(others or [query]), query)
        key = chance.of(None, None, value)
        told = {"use_causal_mask": True} if chance.yes(0.2) and name != "AdditiveAttention" else {}
        if name != "MultiHeadAttention":
            width = self.shape(query)[-1] or 1
            if self.shape(value)[-1] != width:
                value = self.dense(value, width)
                key = None
        elif any(step.mask or step.class_name in ("Masking", "Embedding") for step in self.steps):
            query, value = (self.dense(x, chance.below(5)) for x in (query, value))
            key = value if key is not None and chance.yes() else None
            self.spent |= {query, value}
        takes = [query, value, *([] if key is None else [key])]
        return self.step(name, attending_arguments(chance, name), *takes, told=told)[0]

    def nested(self, x: str) -> str:
        """A model as a layer, but of what has a mask that the network was given."""
        if any(step.mask for step in self.steps):
            raise NotDrawn("a model of what may have a mask of its own")
        inner = NetworkDrawing(self.chance, "")
        inner.chain, inner.batch, inner.open, inner.timesteps = True, None, False, self.timesteps
        inner.network = Network()
        y = inner.input(self.shape(x))
        inner.chain = self.chance.yes(0.6)
        for _ in range(self.chance.below(3)):
            if len(inner.shape(y)) > 1 and self.chance.yes(0.6):
                y = inner.recurrence(y, sequences=self.chance.yes())
            else:
                y = inner.around(y)
        if y == inner.inputs[0].name or any(planned.kind == "mask" for planned in inner.inputs):
            raise NotDrawn("an inner model of nothing, or with a mask of its own")
        plan = Plan(
            tuple(inner.inputs),
            tuple(inner.steps),
            inner.outputs(y),
            sequential=inner.chain and self.chance.yes(),
        ).pruned()
        if plan.inputs[:1] != tuple(inner.inputs[:1]):
            raise NotDrawn("an inner model that does not take what it is given")
        states = [self.state(planned.shape) for planned in plan.inputs[1:]]
        return self.step("Model", {"plan": asdict(plan)}, x, *states)[0]

    def force(self, x: str) -> str:
        """The layer that this network has for certain."""
        name, self.forced = self.forced, ""
        if name in AROUND:
            return self.around(x, name)
        if name in (*MERGING, *ATTENDING):
            return self.merged(x, name)
        if name == "Model":
            return self.nested(x)
        return self.recurrence(x, sequences=self.chance.yes(0.7), kind=name) if name else x

    def whole(self) -> str:
        """The network, from its inputs to its last tensor."""
        chance, forced = self.chance, self.forced
        if forced in CONVOLVING or chance.yes(0.05):
            x = self.images(int(forced[-2]) if forced in CONVOLVING else chance.of(1, 2))
            if forced in CONVOLVING and chance.yes(0.5):
                x = self.force(x)
        else:
            x = self.sequence(tokens=forced == "Embedding")
        if forced == "Embedding":
            self.forced = ""
        if not self.chain and chance.yes(0.4):
            self.recurrence(self.sequence(), sequences=chance.yes(0.7))
        # Before the recurrences, between them, or behind them.
        where, depth = int(chance.random.integers(3)), chance.of(1, 1, 2, 2, 3, 4)
        if where == 0 or forced in CONVOLVING:
            x = self.force(x)
        for level in range(depth):
            if chance.yes(0.3):
                x = self.around(x)
            x = self.recurrence(x, sequences=level < depth - 1 or chance.yes(0.4))
            if level == 0 and where == 1:
                x = self.force(x)
            if not self.chain and chance.yes(0.25):
                x = self.merged(x)
            if not self.chain and chance.yes(0.1):
                x = self.operated(x)
        x = self.force(x)
        for _ in range(int(chance.random.integers(3))):
            x = self.around(x)
        return self.dense(x, chance.below(4)) if chance.yes(0.4) else x

    def outputs(self, last: str) -> tuple[str, ...]:
        """The last tensor; mostly also what nothing is made of, and sometimes any."""
        if self.chain:
            return (last,)
        used = {name for step in self.steps for name in step.needs}
        more = [
            name
            for name in self.results
            if name != last and self.chance.yes(0.1 if name in used else 0.6)
        ]
        outputs = [last, *more]
        return tuple(outputs if self.chance.yes() else outputs[::-1])


def draw(seed: int, attempt: int) -> tuple[Plan, Any]:
    """The network of a seed, and the Keras model that it is.

    Raises:
        NotDrawn: Keras refuses it, or it grows too large.
    """
    chance = Chance(np.random.default_rng([seed, attempt]))
    policy_name = (
        chance.of("float64", "float16", "mixed_float16") if chance.yes(0.06) else "float32"
    )
    drawing = NetworkDrawing(chance, FORCED[seed % len(FORCED)])
    with policy(policy_name):
        last = drawing.whole()
        if not drawing.steps or drawing.forced:
            raise NotDrawn("nothing")
        plan = Plan(
            tuple(drawing.inputs),
            tuple(drawing.steps),
            drawing.outputs(last),
            seed=seed,
            batch=drawing.batch,
            policy=policy_name,
            named=not drawing.chain and chance.yes(0.1),
            sequential=drawing.chain and len(drawing.inputs) == 1 and chance.yes(0.6),
        ).pruned()
        try:
            return plan, drawing.network.model(plan)
        except Exception as error:
            raise NotDrawn(f"the model: {type(error).__name__}: {error}") from error
