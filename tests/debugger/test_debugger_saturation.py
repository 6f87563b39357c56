"""One definition of saturation: `break saturated`, the timeline's counts and the samples' share agree."""

from __future__ import annotations

import numpy as np
import pytest
from small_networks import GRAPHS, small_session

from rnntui.debugger.breakpoints.presets import preset_sites
from rnntui.debugger.expressions.evaluate import holds_over, value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.saturation_limits import LIMITS, is_saturated, saturation_condition
from rnntui.debugger.values.min_max_columns import MinMaxColumns
from rnntui.debugger.values.saturation import saturation


class OneVector:
    """A scope with one variable, v."""

    timesteps = 1

    def __init__(self, value):
        self._value = value

    def names(self):
        return ("v",)

    def known(self, layer, name):
        return (layer, name) == ("", "v")

    def timed(self, layer, name):
        return False

    def value(self, layer, name):
        return self._value


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("activation", LIMITS)
def test_the_limits_themselves_are_not_saturated(activation, dtype):
    limits = np.array(LIMITS[activation], dtype)
    beyond = np.nextafter(limits, np.array([-2, 2], dtype), dtype=dtype)
    values = np.array([*limits, *beyond, 0.5], dtype)
    expected = [False, False, True, True, False]
    assert is_saturated(values, values, LIMITS[activation]).tolist() == expected
    columns = MinMaxColumns(
        lambda start, stop: values[start:stop, np.newaxis],
        len(values),
        stored=True,
        limits=LIMITS[activation],
    )
    counts = columns.columns(1, 0, len(values)).saturated
    assert counts is not None
    assert counts.tolist() == expected
    condition = parse_expression(saturation_condition("v", LIMITS[activation]))
    for value, saturated in zip(values, expected, strict=True):
        assert bool(value_at(condition, OneVector(value.reshape(1)), 0)) == saturated


@pytest.mark.parametrize("name", GRAPHS)
def test_a_run_has_saturated_units_where_break_saturated_stops(name):
    session = small_session(name)
    sites = preset_sites("saturated", session.schedule)
    stops = sum(
        int(holds_over(site.condition, scope, 0, scope.timesteps).sum())
        for site in sites
        if (scope := session.site_scope(site))
    )
    if not any(state.mask is not None for state in session.run.states.values()):
        assert bool(saturation(session.run, session.schedule).saturated) == bool(stops)
