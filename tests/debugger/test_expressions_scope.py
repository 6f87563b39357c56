"""What the names of an expression stand for, seen from each layer of each network."""

from __future__ import annotations

import re

import numpy as np
import pytest
from consoles import Typed, typed_on
from random_conditions import NAMES, session_on
from small_networks import Builder, data_for

from rnntui.debugger.expressions.evaluate import rows_over, value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.session.session import Session
from rnntui.network.network import TensorRef


def layers(session):
    for stage, group in enumerate(session.schedule.stages):
        for index, node in enumerate(group.nodes):
            yield stage, index, node, group.clock is None


@pytest.mark.parametrize("name", NAMES)
def test_each_variable_of_each_layer_is_that_of_its_frames_from_everywhere(name):
    session = session_on(name)
    run = session.run
    for stage, index, here, outside in layers(session):
        scope = session.scope(stage, index)
        assert scope.timesteps == run.timesteps(here)
        for _, _, node, apart in layers(session):
            steps = run.timesteps(node)
            frames = [run.frame(node, t) for t in range(steps)]
            label = re.sub(r"\W", "_", node.label)
            for variable in frames[0]:
                expression = parse_expression(f"{label}.{variable}")
                rows = rows_over(expression, scope, 0, scope.timesteps)
                for t in range(scope.timesteps):
                    at = 0 if apart else steps - 1 if outside else t
                    if at < steps:
                        np.testing.assert_array_equal(rows[t], frames[at][variable])
                    else:
                        assert np.isnan(rows[t]).all()
                text = f"at({label}.{variable}, {steps - 1})"
                found = value_at(parse_expression(text), scope, 0)
                np.testing.assert_array_equal(found, frames[-1][variable])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_alone_is_the_layers_own_or_the_only_one(name):
    session = session_on(name)
    nodes = list(layers(session))
    for stage, index, here, _ in nodes:
        scope = session.scope(stage, index)
        for variable in session.run.frame(here, 0):
            plain = rows_over(parse_expression(variable), scope, 0, scope.timesteps)
            label = re.sub(r"\W", "_", here.label)
            whole = parse_expression(f"{label}.{variable}")
            np.testing.assert_array_equal(plain, rows_over(whole, scope, 0, scope.timesteps))
        every = set(scope.names())
        for _, _, node, _ in nodes:
            if node is not here:
                for variable in session.run.frame(node, 0):
                    assert f"{re.sub(r'[^0-9A-Za-z_]', '_', node.label)}.{variable}" in every
        for written in every:
            layer, _, variable = written.rpartition(".")
            assert scope.known(layer, variable)


def test_outside_time_the_layers_in_time_are_at_their_last_timestep():
    console = typed_on("pooled")
    console("goto dense")
    node = console.session.graph.recurrent[0]
    last = console.session.run.frame(node, 5)["h_t"]
    np.testing.assert_array_equal(console.value("print gru.h_t"), last)
    assert console.value("print history(gru.h_t)").shape == (6, 3)
    console("goto gru t=2")
    np.testing.assert_array_equal(console.value("print dense.y"), console.value("print output"))
    assert console.value("print history(dense.y)").shape == (1, 2)
    assert console.error("print history(target)").endswith(
        "target has one value for the whole sequence, so no history"
    )
    assert not console.value("print changed(dense.y)")


def shorter_decoder():
    """GRU(3) over 6 timesteps, whose last state another over 4 starts from → Dense(2)."""
    made = Builder()
    made.add("input", "InputLayer", {"batch_shape": (None, 6, 2)})
    shapes = ((2, 9), (3, 9), (2, 9))
    made.add("encoder", "GRU", {"units": 3, "return_state": True}, *shapes)
    made.add("told", "InputLayer", {"batch_shape": (None, 4, 1)})
    made.add(
        "decoder", "GRU", {"units": 3}, (1, 9), (3, 9), (2, 9),
        of=(TensorRef("told"),), initial=(TensorRef("encoder", 0, 1),),
    )  # fmt: skip
    made.add("dense", "Dense", {"units": 2}, (3, 2), (2,))
    return made.graph(inputs=("input", "told"))


def test_beyond_the_end_of_a_shorter_layer_there_is_no_number():
    graph = shorter_decoder()
    console = Typed(Session.open(graph, data_for(graph)))
    console("goto encoder t=5")
    for name in ("y", "decoder.h_t", "dense.y"):
        assert np.isnan(console.value(f"print {name}")).all()
        assert console.value(f"print history({name})").shape[0] == 4
    console("goto 3")
    np.testing.assert_array_equal(console.value("print y"), console.value("print output"))
    console("break any(isnan(y)) and t >= 0")
    console("goto decoder t=1")
    assert console.value("print history(encoder.h_t)").shape == (6, 3)
    assert console.value("print encoder.h_t@5").shape == (3,)
    np.testing.assert_array_equal(
        console.value("print encoder.h_t@5"), console.value("print h_prev@0")
    )


def test_a_condition_typed_outside_time_stops_in_time():
    console = typed_on("pooled")
    values = [console.value(f"print gru.h_t@{t}")[0] for t in range(6)]
    level = sorted(values)[2]
    console("goto dense")
    console(f"break gru.h_t[0] > {level}")
    console("goto start")
    found = []
    while console("continue").outcome.stop.startswith("breakpoint "):
        found.append(console.session.cursor.t)
    assert found == [t for t in range(6) if values[t] > level]
    assert len(found) == 3


def test_a_reduced_number_takes_the_dtype_of_what_it_meets():
    session = session_on(NAMES[0])
    for text in ("x_t + 1", "x_t + max(1)", "x_t * sum(0.5)"):
        value = value_at(parse_expression(text), session.scope(), 0)
        assert value.dtype == np.float32, text
