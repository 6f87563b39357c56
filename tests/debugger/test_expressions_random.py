"""Any expression: over a block of timesteps, at one of them, and in plain NumPy over the frames."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_conditions import session_on
from random_expressions import Frames, expressions

from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.expressions.evaluate import holds_over, rows_over, value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.errors import ExpressionError

NAMES = ("simple", "stack", "one timestep", "masked", "encoder", "images", "stacked", "pooled")
FAILS = (ValueError, TypeError, IndexError)
quiet = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def drawn(data, name):
    session = session_on(name)
    places = tuple(layers_of(session).values())
    stage, node = data.draw(st.sampled_from(places))
    return session.scope(stage, node), Frames(session, stage, node)


def over(ask, *arguments):
    """What is given, or None where it can't be computed."""
    try:
        return ask(*arguments)
    except ExpressionError:
        return None


@pytest.mark.parametrize("name", NAMES)
@quiet
@given(st.data())
@pytest.mark.exhaustive
def test_a_block_is_its_timesteps_one_by_one(name, data):
    scope, frames = drawn(data, name)
    made = data.draw(expressions(frames, rounded=False))
    expression = parse_expression(made.text)
    start = data.draw(st.integers(0, scope.timesteps - 1))
    stop = data.draw(st.integers(start + 1, scope.timesteps))
    block = over(rows_over, expression, scope, start, stop)
    alone = [over(value_at, expression, scope, t) for t in range(start, stop)]
    if block is None:
        assert any(value is None for value in alone), made.text
        return
    assert len(block) == stop - start
    for row, value in zip(block, alone, strict=True):
        assert value is not None, made.text
        assert (row.dtype, row.shape) == (value.dtype, value.shape), made.text
        np.testing.assert_array_equal(row, value, err_msg=made.text)
    truths = over(holds_over, expression, scope, start, stop)
    if np.size(alone[0]) == 1:
        assert truths.tolist() == [bool(value.reshape(())) for value in alone]
    else:
        assert truths is None


@pytest.mark.parametrize("name", NAMES)
@quiet
@given(st.data())
@pytest.mark.exhaustive
def test_it_is_what_numpy_makes_of_the_frames(name, data):
    scope, frames = drawn(data, name)
    made = data.draw(expressions(frames))
    expression = parse_expression(made.text)
    t = data.draw(st.integers(0, scope.timesteps - 1))
    found = over(value_at, expression, scope, t)
    with np.errstate(all="ignore"):
        try:
            expected = np.asarray(made.compute(frames, t))
        except FAILS:
            assert found is None, made.text
            return
    assert found is not None, made.text
    assert found.shape == expected.shape, made.text
    np.testing.assert_array_equal(found, expected, err_msg=made.text)
