"""Expressions over plain arrays, timestep by timestep beside the same in NumPy."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from rnntui.debugger.expressions import evaluate, values
from rnntui.debugger.expressions.evaluate import holds_over, rows_over, value_at
from rnntui.debugger.expressions.functions import FUNCTIONS
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.errors import ExpressionError

T = 5
RANDOM = np.random.default_rng(0)
TIMED = {
    "h": RANDOM.standard_normal((T, 4)),
    "g": RANDOM.standard_normal((T, 4)),
    "x": RANDOM.standard_normal((T, 2, 4)),
    "k": np.array([3, 0, 2, 1, 3]),
    "s": RANDOM.standard_normal(T),
    "m": np.array([True, False, True, True, False]),
    "one": RANDOM.standard_normal((T, 1)),
    "t": np.arange(T),
}
FIXED = {
    "w": RANDOM.standard_normal(4),
    "W": RANDOM.standard_normal((4, 3)),
    "V": RANDOM.standard_normal((3, 4)),
    "c": np.asarray(1.5),
}


class Arrays:
    """A scope over the arrays above."""

    timesteps = T

    def names(self):
        return (*TIMED, *FIXED, "lstm.h")

    def known(self, layer, name):
        return name in (*TIMED, *FIXED) and layer in ("", "lstm")

    def timed(self, layer, name):
        return name in TIMED

    def rows(self, layer, name, start, stop):
        return TIMED[name][start:stop]

    def length(self, layer, name):
        return T if name in TIMED else 0

    history = rows

    def value(self, layer, name):
        return FIXED[name]

    def reference_rows(self, layer, name, start, stop):
        return TIMED[name][start:stop] + 0.5


SCOPE = Arrays()


def at(t):
    return {name: rows[t] for name, rows in TIMED.items()} | FIXED


def same(text, expected):
    """At each timestep, over each block, and for a condition its truth."""
    expression = parse_expression(text)
    wanted = [np.asarray(expected(t)) for t in range(T)]
    for t in range(T):
        found = value_at(expression, SCOPE, t)
        assert np.allclose(found, wanted[t], 1e-12, 1e-12, equal_nan=True), text
        assert found.shape == wanted[t].shape, text
    for start, stop in ((0, T), (0, 1), (1, 4), (4, T)):
        rows = rows_over(expression, SCOPE, start, stop)
        assert rows.shape == (stop - start, *wanted[0].shape), text
        assert np.allclose(rows, wanted[start:stop], 1e-12, 1e-12, equal_nan=True), text
        if wanted[0].size == 1:
            truths = holds_over(expression, SCOPE, start, stop)
            assert truths.dtype == bool
            assert truths.tolist() == [bool(value.item()) for value in wanted[start:stop]], text
        else:
            with pytest.raises(ExpressionError, match="not a single value"):
                holds_over(expression, SCOPE, start, stop)


OPERANDS = ("h", "g", "s", "k", "w", "c", "one", "x", "2", "0.5")


@pytest.mark.parametrize("sign", ["+", "-", "*", "/", "<", "<=", ">", ">=", "==", "!=", "//", "%"])
def test_operators(sign):
    for a, b in product(OPERANDS, OPERANDS):
        text = f"{a} {sign} {b}"
        with np.errstate(all="ignore"):
            if a in "2 0.5" and b in "2 0.5":
                continue  # Python's own numbers
            same(text, lambda t, text=text: eval(text, {}, at(t)))


@pytest.mark.parametrize(
    ("a", "b"),
    [("h", "w"), ("h", "W"), ("x", "W"), ("V", "h"), ("V", "W"), ("w", "W"), ("W", "V"), ("h", "g"),
     ("V", "w"), ("w", "w"), ("x", "h")],
)  # fmt: skip
def test_matrix_products(a, b):
    same(f"({a} + 0) @ ({b} + 0)", lambda t: at(t)[a] @ at(t)[b])


@pytest.mark.parametrize(("a", "b"), [("h", "V"), ("W", "h"), ("w", "V"), ("x", "V")])
def test_matrix_products_that_do_not_fit(a, b):
    with pytest.raises(ExpressionError, match="do not match for @"):
        value_at(parse_expression(f"({a} + 0) @ ({b} + 0)"), SCOPE, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-h", lambda v: -v["h"]),
        ("+h", lambda v: v["h"]),
        ("not m", lambda v: not v["m"]),
        ("-m", lambda v: -int(v["m"])),
        ("m - m", lambda v: 0),
        ("s > 0 and m", lambda v: v["s"] > 0 and v["m"]),
        ("s > 0 or m or k == 1", lambda v: v["s"] > 0 or v["m"] or v["k"] == 1),
        ("0 < s < 1", lambda v: 0 < v["s"] < 1),
        ("-1 < h < 1", lambda v: (v["h"] > -1) & (v["h"] < 1)),
        ("h if s > 0 else g", lambda v: v["h"] if v["s"] > 0 else v["g"]),
        ("w if m else 0", lambda v: v["w"] if v["m"] else np.zeros(4)),
        ("k ** 2", lambda v: v["k"] ** 2.0),
        ("(k + 1) ** -1", lambda v: 1 / (v["k"] + 1)),
        ("h[0]", lambda v: v["h"][0]),
        ("h[-1]", lambda v: v["h"][-1]),
        ("h[1:3]", lambda v: v["h"][1:3]),
        ("h[::2]", lambda v: v["h"][::2]),
        ("h[k]", lambda v: v["h"][v["k"]]),
        ("x[1, 2]", lambda v: v["x"][1, 2]),
        ("x[..., 2]", lambda v: v["x"][..., 2]),
        ("x[0, k]", lambda v: v["x"][0, v["k"]]),
        ("x[:, 1:]", lambda v: v["x"][:, 1:]),
        ("w[k]", lambda v: v["w"][v["k"]]),
        ("W[k, 1]", lambda v: v["W"][v["k"], 1]),
        ("W[1]", lambda v: v["W"][1]),
        ("size(x)", lambda v: 8),
        ("size(W)", lambda v: 12),
        ("size(s)", lambda v: 1),
        ("max(x, axis=0)", lambda v: v["x"].max(axis=0)),
        ("max(x, axis=1)", lambda v: v["x"].max(axis=1)),
        ("max(x, axis=-1)", lambda v: v["x"].max(axis=-1)),
        ("mean(W, axis=0)", lambda v: v["W"].mean(axis=0)),
        ("sum(W, axis=-1)", lambda v: v["W"].sum(axis=-1)),
        ("clip(h, -0.5, 0.5)", lambda v: v["h"].clip(-0.5, 0.5)),
        ("maximum(h, s)", lambda v: np.maximum(v["h"], v["s"])),
        ("minimum(x, w)", lambda v: np.minimum(v["x"], v["w"])),
        ("keras_of(h)", lambda v: v["h"] + 0.5),
        ("lstm.h", lambda v: v["h"]),
        ("history(s)", lambda v: TIMED["s"]),
        ("history(h)[2]", lambda v: TIMED["h"][2]),
    ],
)  # fmt: skip
def test_forms(text, expected):
    same(text, lambda t: expected(at(t)))


@pytest.mark.parametrize("name", [name for name, f in FUNCTIONS.items() if f.arguments == (1, 1)])
def test_functions(name):
    function = FUNCTIONS[name]
    plain = {
        "count": np.count_nonzero,
        "norm": lambda x: np.linalg.norm(np.ravel(x)),
        "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    }.get(name, getattr(np, name, None))
    assert plain is not None, name
    for variable in ("h", "x", "w", "W", "s") if not function.reduces else ("h", "x", "w", "W"):
        with np.errstate(all="ignore"):
            same(f"{name}({variable})", lambda t, v=variable: plain(at(t)[v]))


@pytest.mark.parametrize("shift", range(-6, 7))
@pytest.mark.parametrize("name", ["h", "s", "k", "m"])
def test_another_timestep(shift, name):
    rows = TIMED[name]

    def expected(wanted):
        if 0 <= wanted < T:
            return rows[wanted].astype(float)
        return np.full(rows.shape[1:], np.nan)

    expression = parse_expression(f"at({name}, t + {shift})")
    for t in range(T):
        np.testing.assert_array_equal(value_at(expression, SCOPE, t), expected(t + shift))
    found = rows_over(expression, SCOPE, 0, T)
    np.testing.assert_array_equal(found, [expected(t + shift) for t in range(T)])
    fixed = value_at(parse_expression(f"({name}@({shift}))"), SCOPE, 0)
    np.testing.assert_array_equal(fixed, expected(shift))
    if 0 <= shift < T:
        assert fixed.dtype == rows.dtype


def test_changed():
    for text, rows in (("k", TIMED["k"]), ("h", TIMED["h"]), ("m", TIMED["m"])):
        expected = [False, *(bool(np.any(a != b)) for a, b in zip(rows[1:], rows, strict=False))]
        for start, stop in ((0, T), (1, T), (2, 4), (0, 1)):
            found = rows_over(parse_expression(f"changed({text})"), SCOPE, start, stop)
            assert found.tolist() == expected[start:stop]
    assert not rows_over(parse_expression("changed(w)"), SCOPE, 0, T).any()
    nan = parse_expression("changed(at(s, 99))")
    assert not rows_over(nan, SCOPE, 0, T).any()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("h[4]", "index out of range: the shape is (4,)"),
        ("h[0.5]", "an index must be a whole number"),
        ("h[w]", "an index must be a whole number"),
        ("h[k:]", "a slice bound must be a whole number, the same at all timesteps"),
        ("max(x, axis=2)", "no axis 2; the value has 2"),
        ("max(x, axis=-3)", "no axis -3; the value has 2"),
        ("max(x, axis=k)", "an axis must be a whole number, the same at all timesteps"),
        ("max(h[4:])", "an empty value: the shape is (0,)"),
        ("h + V[:, :3]", "the shapes (4,) and (3, 3) do not match"),
        ("at(h, 0.5)", "a timestep must be a whole number"),
        ("at(h, w)", "a timestep must be a whole number"),
        ("history(w)", "w has one value for the whole sequence, so no history"),
        ("(h + 0) @ 1", "@ with a timestep needs a variable"),
        ("hh", "no 'hh' here; did you mean 'h'?"),
        ("lstm.hh", "did you mean"),
        ("zzzz", "no 'zzzz' here; in scope: h, g, x"),
    ],
)
def test_refusals(text, message):
    for ask in (lambda e: value_at(e, SCOPE, 0), lambda e: rows_over(e, SCOPE, 0, T)):
        with pytest.raises(ExpressionError) as caught:
            ask(parse_expression(text))
        assert message in str(caught.value)


def test_the_column_of_a_refusal():
    with pytest.raises(ExpressionError) as caught:
        value_at(parse_expression("1 + h[4]"), SCOPE, 0)
    assert caught.value.column == 5


@pytest.mark.parametrize("most", [4, 8, 12, 20, 39])
def test_a_block_too_large_to_be_done_at_once_is_done_in_parts(monkeypatch, most):
    monkeypatch.setattr(values, "MOST_VALUES", most)
    monkeypatch.setattr(evaluate, "MOST_VALUES", most)
    same("h + g", lambda t: at(t)["h"] + at(t)["g"])
    same("any(h > 1)", lambda t: np.any(at(t)["h"] > 1))
    expression = parse_expression("x + x")
    if most < 8:
        with pytest.raises(ExpressionError, match="too many values"):
            value_at(expression, SCOPE, 0)
    else:
        assert value_at(expression, SCOPE, 0).shape == (2, 4)


def test_the_size_of_a_product_is_known_before_it_is_made(monkeypatch):
    """W V has 4 x 4 values, V W 3 x 3."""
    for most, fits in ((16, True), (15, False)):
        monkeypatch.setattr(values, "MOST_VALUES", most)
        product_of = values.Value(FIXED["W"], False), values.Value(FIXED["V"], False)
        if fits:
            assert values.product(*product_of).array.shape == (4, 4)
        else:
            with pytest.raises(values.TooManyError):
                values.product(*product_of)
