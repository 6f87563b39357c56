"""Random expressions, each with the same thing in plain NumPy, computed from the frames of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from rnntui.debugger.session.session import Session


class Frames:
    """The values of one layer by name, asked of `Run.frame` alone."""

    def __init__(self, session: Session, stage: int, node: int) -> None:
        self._node = session.schedule.stages[stage].nodes[node]
        self._outside_time = session.schedule.stages[stage].clock is None
        self._run = session.run
        self.timesteps = session.run.timesteps(self._node)
        self._kept = [session.run.frame(self._node, t) for t in range(self.timesteps)]
        self.names = tuple(self._kept[0])
        self.weights = dict(self._node.function.program.weights)

    def value(self, name: str, t: int):
        if 0 <= t < self.timesteps:
            return self._kept[t][name]
        if self._outside_time:
            return self._kept[0][name]
        found = np.asarray(self._kept[0][name])
        dtype = found.dtype if found.dtype.kind == "f" else float
        return np.full(found.shape, np.nan, dtype)

    def history(self, name: str):
        return np.array([values[name] for values in self._kept])


@dataclass(frozen=True)
class Made:
    """An expression's text, and what computes it at a timestep."""

    text: str
    compute: Callable[[Frames, int], object]


def _number(text: str) -> Made:
    return Made(text, lambda _, __: int(text) if text.lstrip("-").isdigit() else float(text))


def _operator(sign: str, function):
    def make(one: Made, other: Made) -> Made:
        text = f"({one.text} {sign} {other.text})"
        return Made(text, lambda f, t: _weak(function, one.compute(f, t), other.compute(f, t)))

    return make


def _called(name: str, function):
    def make(*parts: Made) -> Made:
        text = f"{name}({', '.join(part.text for part in parts)})"
        return Made(text, lambda f, t: _weak(function, *(part.compute(f, t) for part in parts)))

    return make


def _weak(function, *values):
    """What is made of Python's numbers stays one, as it takes any array's dtype."""
    found = function(*values)
    return found.item() if all(isinstance(value, int | float) for value in values) else found


def _minus(one, other):
    return np.subtract(np.multiply(one, 1), np.multiply(other, 1))


_ARITHMETIC = [
    _operator("+", np.add),
    _operator("-", _minus),
    _operator("*", np.multiply),
    _operator("/", np.true_divide),
    _operator("//", np.floor_divide),
    _operator("%", np.mod),
]
_TRUTHS = [
    _operator("<", np.less),
    _operator("<=", np.less_equal),
    _operator(">", np.greater),
    _operator(">=", np.greater_equal),
    _operator("==", np.equal),
    _operator("!=", np.not_equal),
    _operator("and", np.logical_and),
    _operator("or", np.logical_or),
]
_OF_ONE = [
    _called("abs", np.abs),
    _called("square", np.square),
    _called("isnan", np.isnan),
    _called("isfinite", np.isfinite),
    _called("round", np.round),
    _called("sqrt", np.sqrt),
]
# NumPy itself may round these otherwise in the last place, for one number and for many.
_ROUNDED = [_called("exp", np.exp), _called("tanh", np.tanh), _called("sin", np.sin)]
_OF_TWO = [_called("maximum", np.maximum), _called("minimum", np.minimum)]
_REDUCING = [
    _called(name, function)
    for name, function in {
        "max": np.max, "min": np.min, "argmax": np.argmax, "argmin": np.argmin, "any": np.any,
        "all": np.all, "sum": np.sum, "mean": np.mean, "median": np.median, "std": np.std,
        "count": np.count_nonzero,
        "norm": lambda x: np.sqrt(np.sum(np.square(np.abs(x)))),
    }.items()
]  # fmt: skip


def _leaves(frames: Frames):
    names = st.sampled_from(frames.names)
    shift = st.integers(-2, 2)

    def variable(name):
        return Made(name, lambda f, t: f.value(name, t))

    def shifted(name, by):
        return Made(f"at({name}, t + {by})", lambda f, t: f.value(name, t + by))

    def fixed(name, at):
        return Made(f"({name}@{at})", lambda f, _: f.value(name, at))

    def largest(name):
        return Made(f"max(history({name}))", lambda f, _: np.max(f.history(name)))

    t = Made("t", lambda _, t: np.asarray(t))
    last = Made("(T - 1)", lambda f, _: np.asarray(f.timesteps) - 1)
    weights = [
        Made(name, lambda f, _, name=name: f.weights[name])
        for name, array in frames.weights.items()
        if array.ndim <= 1
    ]
    return st.one_of(
        names.map(variable),
        st.builds(shifted, names, shift),
        st.builds(fixed, names, st.integers(0, 8)),
        names.map(largest),
        st.sampled_from(("0", "1", "3", "0.1", "-0.5", "2.5", "1e-7", "-2")).map(_number),
        st.sampled_from([t, last, *weights]),
    )


def _changed(part: Made) -> Made:
    def compute(frames: Frames, t: int):
        now, before = (np.asarray(part.compute(frames, max(at, 0))) for at in (t, t - 1))
        return np.asarray(not np.array_equal(now, before, equal_nan=now.dtype.kind == "f"))

    return Made(f"changed({part.text})", compute)


def _chosen(test: Made, one: Made, other: Made) -> Made:
    def compute(frames: Frames, t: int):
        parts = [part.compute(frames, t) for part in (test, one, other)]
        return _weak(np.where, *parts)

    return Made(f"({one.text} if {test.text} else {other.text})", compute)


def _unit(part: Made, which: Made) -> Made:
    def compute(frames: Frames, t: int):
        return np.asarray(part.compute(frames, t))[int(np.asarray(which.compute(frames, t)))]

    return Made(f"{part.text}[{which.text}]", compute)


def _not(part: Made) -> Made:
    return Made(f"(not {part.text})", lambda f, t: _weak(np.logical_not, part.compute(f, t)))


def expressions(frames: Frames, *, rounded: bool = True):
    """Expressions over one layer's variables; without `rounded`, those that NumPy never rounds."""
    ones = [*_OF_ONE, *(_ROUNDED if rounded else ())]
    reducing = _REDUCING if rounded else _REDUCING[:6]

    def grown(inner):
        return st.one_of(
            st.builds(lambda make, a, b: make(a, b), st.sampled_from(_ARITHMETIC), inner, inner),
            st.builds(lambda make, a, b: make(a, b), st.sampled_from(_TRUTHS), inner, inner),
            st.builds(lambda make, a: make(a), st.sampled_from(ones), inner),
            st.builds(lambda make, a, b: make(a, b), st.sampled_from(_OF_TWO), inner, inner),
            st.builds(lambda make, a: make(a), st.sampled_from(reducing), inner),
            st.builds(_chosen, inner, inner, inner),
            inner.map(_changed),
            inner.map(_not),
            st.builds(_unit, inner, st.sampled_from(["0", "1", "-1"]).map(_number)),
            inner.map(lambda part: _unit(part, _called("argmax", np.argmax)(part))),
        )

    return st.recursive(_leaves(frames), grown, max_leaves=5)
