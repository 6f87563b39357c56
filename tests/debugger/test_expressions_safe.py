"""An expression reaches nothing but the numbers, and its work is bounded."""

from __future__ import annotations

import time

import numpy as np
import pytest
from consoles import Typed, typed
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.arguments.value_text import as_data
from rnntui.debugger.expressions.evaluate import holds_over, rows_over
from rnntui.debugger.expressions.parse import LONGEST, parse_expression
from rnntui.debugger.session.session import Session
from rnntui.errors import ExpressionError

LONG = 5000


@pytest.fixture(scope="module")
def long():
    data = tiny_data(timesteps=LONG, samples=1)
    return Typed(Session.open(tiny_graph(timesteps=LONG), data))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("h_t.__class__", "column 1: a dot is only allowed in LAYER.VARIABLE"),
        ("h_t.T", "no 'h_t.T' here"),
        ("h_t.shape.real", "a dot is only allowed in LAYER.VARIABLE"),
        ("simplernn.__init__", "a dot is only allowed in"),
        ("(h_t).real", "no 'h_t.real' here"),
        ("h_t[0].real", "a dot is only allowed in"),
        ("__import__", "no '__import__' here"),
        ("__import__('os')", "no function '__import__'"),
        ("__builtins__", "no '__builtins__' here"),
        ("eval('1')", "no function 'eval'"),
        ("open('x')", "no function 'open'"),
        ("import os", "invalid syntax"),
        ("abs.__call__(h_t)", "only the functions listed in the help can be called"),
        ("h_t()", "no function 'h_t'"),
        ("(lambda: 1)()", "only the functions listed in the help can be called"),
        ("lambda: 1", "lambda is not allowed"),
        ("'text'", "only numbers are allowed"),
        ('f"{h_t}"', "is not allowed in an expression"),
        ("b'x'", "only numbers are allowed"),
        ("None", "only numbers are allowed"),
        ("1j", "only numbers are allowed"),
        ("...", "only numbers are allowed"),
        ("[x for x in h_t]", "is not allowed in an expression"),
        ("{1: 2}", "is not allowed in an expression"),
        ("[1, 2]", "is not allowed in an expression"),
        ("(1, 2)", "is not allowed in an expression"),
        ("h_t[None]", "only numbers are allowed"),
        ("h_t['x']", "only numbers are allowed"),
        ("max(*h_t)", "is not allowed in an expression"),
        ("max(h_t, **h_t)", "max takes 1 argument"),
        ("max(h_t, key=1)", "max takes 1 argument"),
        ("abs(h_t, axis=0)", "abs takes no axis"),
        ("(x := 1)", "is not allowed in an expression"),
        ("h_t = 1", "column 5: did you mean '=='?"),
        ("h_t in h_t", "is not allowed in an expression"),
        ("h_t is h_t", "is not allowed in an expression"),
        ("h_t << 2", "is not allowed in an expression"),
        ("~h_t", "is not allowed in an expression"),
        ("await h_t", "is not allowed in an expression"),
        ("print(h_t)", "no function 'print'"),
        ("abs()", "abs takes 1 argument"),
        ("clip(h_t, 0)", "clip takes 3 arguments"),
        ("at(h_t + 1, 2)", "the first argument of at must be a variable"),
        ("history(2)", "the first argument of history must be a variable"),
        ("maxx(h_t)", "no function 'maxx'; did you mean 'max'?"),
        ("h_t +", "column 6: invalid syntax"),
        ("(h_t", "column 1: '(' was never closed"),
        ("h_t; h_t", "invalid syntax"),
        ("", "missing expression"),
        ("0" * 900 + "1", "leading zeros"),
        ("9" * 20, "the largest whole number is 9007199254740992"),
        ("1" + " + 1" * 120, "nested too deeply"),
        ("(" * 300 + "1" + ")" * 300, "too many nested parentheses"),
        ("-" * 900 + "1", "nested too deeply"),
        ("not " * 200 + "1", "nested too deeply"),
        ("abs(" * 70 + "1" + ")" * 70, "nested too deeply"),
        ("h_t[" * 100 + "0" + "]" * 100, "nested too deeply"),
        ("1" * (LONGEST + 1), f"longer than {LONGEST} characters"),
    ],
)  # fmt: skip
def test_what_may_not_stand_there_is_one_clear_line_at_once(text, told):
    console = typed()
    start = time.process_time()
    error = console.error(f"print {text}".rstrip())
    assert told in error
    assert "column" in error
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9**9**9", np.inf),
        ("9.0**9**9", np.inf),
        ("2**0.5", 2**0.5),
        ("h_t[0]*0 + 10**10", 1e10),
        ("1e999", np.inf),
        ("1/0", np.inf),
        ("0/0", np.nan),
        ("1//0", 0),
        ("-7 % 3", 2),
        ("2**-1", 0.5),
        ("sum(isnan(log(-abs(h_t) - 1)))", 4),
        ("True - True", 0),
        ("-True", -1),
        ("+True", 1),
        ("1 if 2 else 3", 1),
        ("1if 2 else 3", 1),
        ("not 0", True),
        ("1 < 2 < 3", True),
    ],
)
def test_numbers_are_numbers(text, value):
    np.testing.assert_allclose(typed().value(f"print {text}"), value, rtol=1e-6)


def test_large_products_of_the_history_are_refused_before_they_are_made(long):
    for text in (
        "history(h_t) @ history(h_t)",
        "history(h_t)[:, 0] @ (history(t) * 1) + history(x_t)[:, :, 0]",
        "max(history(h_t)[:, 0] - history(h_t))",
        "history(t) @ history(h_t) @ history(h_t)",
        "where(history(h_t) > h_t, history(h_t), 0) @ history(h_t)",
    ):
        start = time.process_time()
        assert long.error(f"print {text}")
        assert time.process_time() - start < 1
    huge = "norm(h_t - history(h_t) * maximum(h_t[0], history(h_t)))"
    start = time.process_time()
    long.value(f"print {huge}")
    assert time.process_time() - start < 1


def test_a_block_that_is_too_large_at_once_is_done_in_parts(long):
    text = "max(abs(h_t - history(h_t)))"
    scope = long.session.scope()
    condition = parse_expression(f"{text} > 1.9")
    found = holds_over(condition, scope, 0, LONG)
    rows = rows_over(parse_expression(text), scope, 0, LONG)
    np.testing.assert_array_equal(found, rows > 1.9)
    h = long.value("print history(h_t)")
    expected = [np.abs(h[t] - h).max() for t in range(0, LONG, 500)]
    np.testing.assert_array_equal(rows[::500], expected)


def test_work_without_end_is_refused():
    steps = 60_000
    session = Session.open(tiny_graph(timesteps=steps), tiny_data(timesteps=steps, samples=1))
    console = Typed(session)
    start = time.process_time()
    assert "too many values at once" in console.error("break max(h_t - history(h_t)) > 3")
    assert time.process_time() - start < 2


def test_a_name_that_is_not_there_says_the_nearest_or_all():
    console = typed(("LSTM", "GRU"))
    assert "did you mean 'h_prev'?" in console.error("print h_prv")
    assert "did you mean 'lstm.c_t'?" in console.error("print lstm.c_tt")
    assert "did you mean 'lstm.c_t'?" in console.error("print lsm.c_t")
    told = console.error("print 2 * qqqq")
    assert "column 5: no 'qqqq' here; in scope: " in told
    for name in ("x_t", "h_t", "c_t", "t", "T", "input", "target", "keras", "y"):
        assert f" {name}" in told
    # c_t is of one layer only, z_f too; h_t of two others.
    console("goto dense")
    assert console.value("print c_t").shape == (4,)


def test_columns_are_counted_in_characters():
    with pytest.raises(ExpressionError, match="column 8: only numbers") as raised:
        parse_expression("äöü + (None)")
    assert raised.value.column == 8


def test_values_as_json():
    assert as_data(np.array([1.0, np.nan, np.inf, -np.inf])) == [1.0, None, None, None]
    assert as_data(np.float32(np.nan)) is None
    assert as_data(np.array([[True], [False]])) == [[True], [False]]
    assert as_data(3) == 3
    assert as_data(None) is None
