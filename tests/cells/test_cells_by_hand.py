"""Each cell beside the same recurrence written by hand, in plain NumPy, without Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from rnntui.cells.cell import Cell, State, Symbol, cell, renamed
from rnntui.cells.conv_lstm import conv_lstm
from rnntui.cells.gru import gru
from rnntui.cells.lstm import lstm
from rnntui.cells.masked import masked
from rnntui.cells.simple_rnn import simple_rnn
from rnntui.cells.stacked import numbered, stacked
from rnntui.cells.table import CELLS, LAYERS
from rnntui.equations.program import Program

Array = np.ndarray[Any, Any]
Weights = Mapping[str, Array]
Step = Callable[[Array, list[Array]], list[Array]]

FEATURES, UNITS, TIMESTEPS = 3, 4, 6
BIAS = pytest.mark.parametrize("use_bias", [True, False])


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


FUNCTIONS = {"activation": np.tanh, "recurrent_activation": sigmoid}


def weights_for(gates: int, *, use_bias: bool, biases: int = 1, seed: int = 0) -> Weights:
    generator = np.random.default_rng(seed)
    columns = gates * UNITS
    shapes = {"kernel": (FEATURES, columns), "recurrent_kernel": (UNITS, columns)}
    if use_bias:
        shapes["bias"] = (columns,) if biases == 1 else (biases, columns)
    return {name: generator.standard_normal(shape) for name, shape in shapes.items()}


def states_of(found: Cell, weights: Weights, x: Array, initial: list[Array], **more: Array):
    """The states after each timestep."""
    functions = {name: FUNCTIONS.get(name, np.tanh) for name in found.equations.functions}
    program = Program(found.equations, found.arrange(weights), functions)
    rows: list[list[Array]] = []
    pairs = [(state.before, state.after) for state in found.states]
    program.scan({"x_t": x, **more}, pairs, initial, keep=lambda t, s: rows.append(list(s)))
    return rows


def assert_steps(found: Cell, weights: Weights, step: Step) -> None:
    generator = np.random.default_rng(9)
    x = generator.standard_normal((TIMESTEPS, FEATURES))
    states = [generator.standard_normal(UNITS) for _ in found.states]
    for t, row in enumerate(states_of(found, weights, x, states)):
        states = step(x[t], states)
        for ours, theirs in zip(row, states, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def blocks(weights: Weights, gates: int) -> list[Callable[[Array, Array], Array]]:
    """For each gate, x W + h U + b of its columns."""

    def block(index: int) -> Callable[[Array, Array], Array]:
        columns = slice(index * UNITS, (index + 1) * UNITS)
        bias = weights["bias"][columns] if "bias" in weights else 0
        w, u = weights["kernel"][:, columns], weights["recurrent_kernel"][:, columns]
        return lambda x, h: x @ w + h @ u + bias

    return [block(index) for index in range(gates)]


def lstm_step(weights: Weights) -> Step:
    z_i, z_f, z_c, z_o = blocks(weights, 4)

    def step(x: Array, states: list[Array]) -> list[Array]:
        h, c = states
        c = sigmoid(z_f(x, h)) * c + sigmoid(z_i(x, h)) * np.tanh(z_c(x, h))
        return [sigmoid(z_o(x, h)) * np.tanh(c), c]

    return step


@BIAS
def test_simple_rnn(use_bias: bool) -> None:
    weights = weights_for(1, use_bias=use_bias)
    (z,) = blocks(weights, 1)
    assert_steps(simple_rnn(use_bias=use_bias), weights, lambda x, s: [np.tanh(z(x, s[0]))])


@BIAS
def test_lstm(use_bias: bool) -> None:
    weights = weights_for(4, use_bias=use_bias)
    assert_steps(lstm(use_bias=use_bias), weights, lstm_step(weights))


@BIAS
def test_gru_reset_before(use_bias: bool) -> None:
    weights = weights_for(3, use_bias=use_bias)
    z_z, z_r, z_h = blocks(weights, 3)

    def step(x: Array, states: list[Array]) -> list[Array]:
        (h,) = states
        z, r = sigmoid(z_z(x, h)), sigmoid(z_r(x, h))
        return [z * h + (1 - z) * np.tanh(z_h(x, r * h))]

    assert_steps(gru(use_bias=use_bias, reset_after=False), weights, step)


@BIAS
def test_gru_reset_after(use_bias: bool) -> None:
    weights = weights_for(3, use_bias=use_bias, biases=2)
    bias = weights.get("bias", np.zeros((2, 3 * UNITS)))

    def step(x: Array, states: list[Array]) -> list[Array]:
        (h,) = states
        x_z, x_r, x_h = np.split(x @ weights["kernel"] + bias[0], 3)
        h_z, h_r, h_h = np.split(h @ weights["recurrent_kernel"] + bias[1], 3)
        z = sigmoid(x_z + h_z)
        return [z * h + (1 - z) * np.tanh(x_h + sigmoid(x_r + h_r) * h_h)]

    assert_steps(gru(use_bias=use_bias, reset_after=True), weights, step)


@BIAS
def test_conv_lstm_is_an_lstm_whose_products_are_handed_in(use_bias: bool) -> None:
    weights = weights_for(4, use_bias=use_bias)
    found = conv_lstm(use_bias=use_bias)
    functions = {**FUNCTIONS, "conv": np.dot, "recurrent_conv": np.dot}
    program = Program(found.equations, found.arrange(weights), functions)
    generator = np.random.default_rng(1)
    x, h, c = (generator.standard_normal(size) for size in (FEATURES, UNITS, UNITS))
    values = program.at(x_t=x, h_prev=h, c_prev=c)
    expected = lstm_step(weights)(x, [h, c])
    np.testing.assert_allclose([values["h_t"], values["c_t"]], expected, rtol=1e-12)


def test_products_of_a_conv_lstm_are_the_input_s_and_the_recurrent_one() -> None:
    found = conv_lstm(use_bias=False)
    assert found.equations.products == ("conv", "recurrent_conv")
    assert [line.text for line in found.equations.lines[:2]] == [
        "xW  = conv(x_t, W)",
        "hU  = recurrent_conv(h_prev, U)",
    ]


@pytest.mark.parametrize(
    ("make", "options", "gates", "states", "symbols"),
    [
        (simple_rnn, {"use_bias": True}, 1, "h", "Wxh Whh Bh"),
        (simple_rnn, {"use_bias": False}, 1, "h", "Wxh Whh"),
        (lstm, {"use_bias": True}, 4, "hc", "W U b"),
        (lstm, {"use_bias": False}, 4, "hc", "W U"),
        (gru, {"use_bias": True, "reset_after": True}, 3, "h", "W U b b_r"),
        (gru, {"use_bias": False, "reset_after": True}, 3, "h", "W U"),
        (gru, {"use_bias": True, "reset_after": False}, 3, "h", "W U_zr U_h b"),
        (conv_lstm, {"use_bias": True}, 4, "hc", "W U b"),
        (conv_lstm, {"use_bias": False}, 4, "hc", "W U"),
    ],
)
def test_a_cell_says_its_states_gates_and_symbols(
    make: Callable[..., Cell], options: dict[str, Any], gates: int, states: str, symbols: str
) -> None:
    found = make(**options)
    assert found.gates == gates
    assert found.output == "h_t"
    assert list(found.states) == [State(f"{state}_prev", f"{state}_t") for state in states]
    assert " ".join(item.symbol for item in found.symbols) == symbols
    keras = {"Wxh": "kernel", "W": "kernel", "Bh": "bias", "b": "bias", "b_r": "bias"}
    for item in found.symbols:
        assert item.keras == keras.get(item.symbol, "recurrent_kernel")


@pytest.mark.parametrize("name", ["SimpleRNN", "LSTM", "GRU"])
@pytest.mark.parametrize("use_bias", [True, False])
def test_a_cell_alone_is_that_of_its_layer(name: str, use_bias: bool) -> None:
    layer, alone = (
        table[key](units=3, use_bias=use_bias).cell()
        for table, key in ((LAYERS, name), (CELLS, f"{name}Cell"))
    )
    assert layer.equations == alone.equations
    assert layer.weight_shapes(2, 3) == alone.weight_shapes(2, 3)
    assert ("bias" in layer.weight_names) is use_bias


def test_weights_of_a_product_are_contiguous() -> None:
    weights = weights_for(3, use_bias=True)
    arranged = gru(use_bias=True, reset_after=False).arrange(weights)
    assert all(array.flags["C_CONTIGUOUS"] for array in arranged.values())


MASKS = [[1, 1, 1, 1, 1, 1], [0, 0, 1, 1, 0, 1], [0, 0, 0, 0, 0, 0], [1, 0, 0, 1, 1, 0]]


@pytest.mark.parametrize("mask", MASKS)
@pytest.mark.parametrize("zero_output", [False, True])
@pytest.mark.parametrize("output_apart", [False, True])
@pytest.mark.parametrize("other_end", [False, True])
def test_a_mask_carries_every_state(
    mask: list[int], zero_output: bool, output_apart: bool, other_end: bool
) -> None:
    """Where it does not hold, h and c stay; the output stays too, or is 0 with `zero_output`."""
    weights = weights_for(4, use_bias=True)
    found = masked(
        lstm(use_bias=True),
        zero_output=zero_output,
        output_apart=output_apart,
        other_end=other_end,
    )
    holds = np.array(mask, bool)
    by_other_end = zero_output and other_end
    more = {"m_t": holds} | ({"e_t": holds[::-1]} if by_other_end else {})
    generator = np.random.default_rng(2)
    x = generator.standard_normal((TIMESTEPS, FEATURES))
    h, c = (generator.standard_normal(UNITS) for _ in range(2))
    y = np.zeros(UNITS)
    initial = [h, c, *(np.zeros(UNITS) for _ in found.states[2:])]
    step = lstm_step(weights)
    for t, row in enumerate(states_of(found, weights, x, initial, **more)):
        if holds[t]:
            h, c = step(x[t], [h, c])
            y = h
        elif zero_output and not other_end:
            y = np.zeros(UNITS)
        np.testing.assert_allclose(row[:2], [h, c], rtol=1e-12)
        named = dict(zip([state.after for state in found.states], row, strict=True))
        if by_other_end:
            expected = y if holds[TIMESTEPS - 1 - t] else np.zeros(UNITS)
        else:
            expected = y if zero_output or output_apart else h
        np.testing.assert_allclose(named[found.output], expected, rtol=1e-12)


def test_names_under_a_mask() -> None:
    plain = masked(lstm(use_bias=False))
    zeroed = masked(lstm(use_bias=False), zero_output=True)
    assert (zeroed.output, zeroed.equations.lines[-1].text) == (
        "y_t",
        "y_t = where(m_t, h_new, 0)",
    )
    convolved = masked(conv_lstm(use_bias=False))
    assert convolved.equations.products == ("conv", "recurrent_conv")
    assert plain.output == "h_t"
    assert [state.before for state in plain.states] == ["h_prev", "c_prev"]
    assert plain.equations.given[:2] == ("x_t", "m_t")
    assert [line.text for line in plain.equations.lines[-2:]] == [
        "h_t = where(m_t, h_new, h_prev)",
        "c_t = where(m_t, c_new, c_prev)",
    ]
    apart = masked(lstm(use_bias=False), output_apart=True)
    assert (apart.output, apart.states[-1]) == ("y_t", State("y_prev", "y_t"))
    turned = masked(lstm(use_bias=False), zero_output=True, other_end=True)
    assert (turned.output, turned.states[-1]) == ("out_t", State("out_prev", "out_t"))
    assert turned.equations.given[:3] == ("x_t", "m_t", "e_t")


def test_stacked_cells_feed_each_other() -> None:
    cells = [lstm(use_bias=True), gru(use_bias=True, reset_after=True), simple_rnn(use_bias=False)]
    stack = stacked(cells)
    whole = stack.cell
    assert whole.output == "h2_t"
    assert [state.after for state in whole.states] == ["h0_t", "c0_t", "h1_t", "h2_t"]
    assert [names["h_t"] for names in stack.names] == ["h0_t", "h1_t", "h2_t"]
    assert [item.symbol for item in whole.symbols][:4] == ["W0", "U0", "b0", "W1"]
    assert all("x_t" not in names for names in stack.names)
    assert [item.keras for item in whole.symbols][:3] == [
        "kernel 0",
        "recurrent_kernel 0",
        "bias 0",
    ]
    assert whole.equations.functions == (
        "activation0", "recurrent0_activation",
        "activation1", "recurrent1_activation",
        "activation2",
    )  # fmt: skip
    generator = np.random.default_rng(3)
    arrays: dict[str, Array] = {}
    sizes = [FEATURES, UNITS, UNITS]
    programs = []
    for number, (found, features) in enumerate(zip(cells, sizes, strict=True)):
        shapes = {"kernel": (features, found.gates * UNITS)}
        shapes["recurrent_kernel"] = (UNITS, found.gates * UNITS)
        if number < 2:
            shapes["bias"] = (2, 3 * UNITS) if number else (4 * UNITS,)
        given = found.arrange({k: generator.standard_normal(v) for k, v in shapes.items()})
        arrays |= {stack.names[number][symbol]: array for symbol, array in given.items()}
        functions = {name: FUNCTIONS[name] for name in found.equations.functions}
        programs.append(Program(found.equations, given, functions))
    functions = {
        name: sigmoid if name.startswith("recurrent") else np.tanh
        for name in whole.equations.functions
    }
    program = Program(whole.equations, whole.arrange(arrays), functions)
    x = generator.standard_normal(FEATURES)
    before = {state.before: generator.standard_normal(UNITS) for state in whole.states}
    values = program.at(x_t=x, **before)
    for number, (found, alone) in enumerate(zip(cells, programs, strict=True)):
        names = stack.names[number]
        states = {state.before: before[names[state.before]] for state in found.states}
        expected = alone.at(x_t=x, **states)
        for state in found.states:
            np.testing.assert_array_equal(values[names[state.after]], expected[state.after])
        x = expected[found.output]


def test_names() -> None:
    assert [numbered(name, 2) for name in ("h_t", "W", "b_r", "U_zr")] == [
        "h2_t",
        "W2",
        "b2_r",
        "U2_zr",
    ]
    text = "h_t = where(m_t, hU, h_t2) + 1e3"
    assert renamed(text, {"h_t": "y", "hU": "z"}) == "y = where(m_t, z, h_t2) + 1e3"


def test_a_cell_renames_keras_arrays_by_default() -> None:
    found = cell(
        "h_t = x_t @ A + activation(h_prev)",
        states=(State("h_prev", "h_t"),),
        symbols=(Symbol("A", "kernel"),),
    )
    kernel = np.eye(2)
    assert found.arrange({"kernel": kernel}) == {"A": kernel}
    assert (found.gates, found.output, found.equations.functions) == (1, "h_t", ("activation",))
    assert found.equations.given == ("x_t", "h_prev", "A")
