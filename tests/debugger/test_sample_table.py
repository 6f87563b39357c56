"""Summaries of samples beside what is computed plainly, and the table that they stand in."""

from __future__ import annotations

import numpy as np
import pytest
from small_networks import GRAPHS, data_for
from tiny_network import tiny_data, tiny_graph

from rnntui.data.dataset import Dataset
from rnntui.debugger.expressions.evaluate import value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.samples.summary import POINTS, lengths_of, summary_of
from rnntui.debugger.session.session import Session
from rnntui.errors import ExpressionError

CELLS = (("SimpleRNN",), ("LSTM",), ("GRU",), ("LSTM", "GRU"))


def session_of(cells=("SimpleRNN",), samples=5, scale=1.0, **more):
    data = tiny_data(samples=samples, **more)
    data.inputs["X"][:] *= scale
    return Session.open(tiny_graph(cells, **more), data)


def filled(session):
    table = session.table
    while table.step():
        pass
    return table


@pytest.mark.parametrize("cells", CELLS, ids="+".join)
def test_the_error_is_that_of_the_expression(cells):
    session = session_of(cells)
    measure = parse_expression("mean(abs(output - target))")
    for sample, summary in filled(session).summaries.items():
        session.goto_sample(sample)
        assert summary.error == value_at(measure, session.scope(), session.timesteps - 1)


def plain_saturation(session):
    """Every activation of every cell, unit by unit, timestep by timestep."""
    saturated = units = 0
    for node in session.graph.recurrent:
        kind = node.function.layer.class_name
        for t in range(session.run.timesteps(node)):
            values = session.run.frame(node, t)
            tanhs = {"SimpleRNN": ["h_t"], "LSTM": ["g"], "GRU": ["g"]}[kind]
            sigmoids = {"SimpleRNN": [], "LSTM": ["i", "f", "o"], "GRU": ["z", "r"]}[kind]
            tanhs = [values[name] for name in tanhs]
            if kind == "LSTM":
                tanhs.append(np.tanh(values["c_t"]))
            for value in tanhs:
                saturated += sum(abs(float(one)) > 0.99 for one in value)
                units += value.size
            for name in sigmoids:
                saturated += sum(not 0.01 <= float(one) <= 0.99 for one in values[name])
                units += values[name].size
    return saturated, units


@pytest.mark.parametrize("scale", [0.1, 1, 8, 100])
@pytest.mark.parametrize("cells", CELLS, ids="+".join)
def test_saturation_is_counted_unit_by_unit(cells, scale):
    session = session_of(cells, scale=scale)
    for sample, summary in filled(session).summaries.items():
        session.goto_sample(sample)
        saturated, units = plain_saturation(session)
        assert (summary.saturation.saturated, summary.saturation.units) == (saturated, units)
        assert summary.saturation.whole


def test_masked_timesteps_do_not_count():
    graph = GRAPHS["masked"]()
    table = filled(Session.open(graph, data_for(graph)))
    # Five of six timesteps, five activations, four units.
    assert {summary.saturation.units for summary in table.summaries.values()} == {5 * 5 * 4}


@pytest.mark.parametrize("name", GRAPHS)
def test_every_kind_of_network_has_summaries(name):
    graph = GRAPHS[name]()
    session = Session.open(graph, data_for(graph))
    for sample, summary in filled(session).summaries.items():
        session.goto_sample(sample)
        assert not summary.failed
        assert summary.error is None
        assert summary.why
        if name == "unknown":
            assert summary.output is None
            continue
        assert np.array_equal(summary.output, next(iter(session.run.outputs.values())))
        if summary.over_time is not None and graph.times[graph.network.outputs[0].place].axis:
            assert np.array_equal(summary.over_time[-1], summary.output[-1].reshape(-1))


def test_the_output_over_time_goes_from_first_to_last():
    session = session_of(timesteps=500)
    summary = summary_of(session.run, session.schedule, 0, None)
    assert len(summary.over_time) == POINTS
    assert np.allclose(summary.over_time[-1], summary.output)
    assert summary.last(1) == pytest.approx(float(summary.output[1]))
    assert summary.why == "no target"


def test_a_long_run_is_looked_at_in_parts():
    session = session_of(timesteps=5000, samples=1)
    saturation = filled(session).summaries[0].saturation
    assert (saturation.units, saturation.whole) == (4096 * 4, False)


def test_visible_samples_come_first_and_none_comes_twice(monkeypatch):
    session = session_of(samples=8)
    made = []
    run_of = session.table._make_run
    monkeypatch.setattr(
        session.table, "_make_run", lambda sample: made.append(sample) or run_of(sample)
    )
    table = session.table
    table.step((6, 7))
    table.step((6, 7))
    assert list(table.summaries) == [6, 7]
    filled(session)
    table.set_filter("abs(output[0]) > 0.1")
    filled(session)
    assert sorted(made) == list(range(8))
    assert table.complete


def test_orders_and_what_is_not_known_comes_last():
    session = session_of(samples=6)
    table = session.table
    assert table.order("error", down=True) == list(range(6))
    table.step((3,))
    assert table.order("error", down=True)[0] == 3
    assert table.waits("error")
    assert not table.waits("id")
    filled(session)
    errors = [table.summaries[index].error for index in table.order("error", down=True)]
    assert errors == sorted(errors, reverse=True)
    assert table.order("id", down=True) == [5, 4, 3, 2, 1, 0]
    lasts = [table.summaries[index].last(2) for index in table.order("output", unit=2)]
    assert lasts == sorted(lasts)


def test_agreement_is_there_where_keras_has_answered():
    session = session_of()
    table = filled(session)
    assert table.agreement(2) is None
    session.reference.add(2, table.summaries[2].output + np.float32(0.5), {}, "")
    assert table.agreement(2).max_abs_error == pytest.approx(0.5)
    assert table.order("keras", down=True)[0] == 2


def test_a_filter_is_a_condition_at_the_end_a_number_or_a_name():
    session = session_of(samples=12)
    table = session.table
    table.set_filter("mean(abs(output - target)) > 1")
    filled(session)
    assert table.order("id") == [i for i, one in table.summaries.items() if one.error > 1]
    table.set_filter("1")
    assert table.order("id") == [1, 10, 11]
    table.set_filter("track2")
    assert table.order("id") == [2]
    with pytest.raises(ExpressionError, match="did you mean 'output'"):
        table.set_filter("outptu > 1")
    assert table.filter.text == "track2"
    table.set_filter("")
    assert len(table.order("id")) == 12


def test_what_a_condition_cant_tell_is_kept_with_the_reason():
    session = session_of(samples=3)
    table = session.table
    for text, reason in (
        ("max(abs(output - keras)) > 0", "Keras has not computed this sample"),
        ("output > 0", "not a single value; use any"),
    ):
        table.set_filter(text)
        filled(session)
        assert table.order("id") == []
        assert reason in table.filter.unknown[1]
    session.reference.add(1, table.summaries[1].output + np.float32(0.5), {}, "")
    table.set_filter("max(abs(output - keras)) > 0")
    filled(session)
    assert table.order("id") == [1]


def test_lengths_are_the_samples_own():
    data = tiny_data(samples=3)
    lengths = np.array([6, 2, 4])
    own = Dataset("own", data.inputs, data.targets, lengths={"X": lengths})
    assert lengths_of(own) == [len(own.sample(index)["X"]) for index in range(3)] == [6, 2, 4]
    assert lengths_of(data) == [6, 6, 6]
