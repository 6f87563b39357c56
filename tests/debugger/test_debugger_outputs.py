"""A model with two outputs: the prediction is the one that was chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.console import Console
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import TensorRef
from rnntui.reference.protocol import ReferenceRun


@pytest.fixture
def console():
    """The output of Dense and the LSTM's own; a target for each."""
    network = tiny_graph(("LSTM",)).network
    outputs = (TensorRef("dense"), TensorRef("lstm"))
    graph = build_graph(replace(network, outputs=outputs))
    data = tiny_data()
    data = replace(data, targets={**data.targets, "lstm": np.ones((3, 4), np.float32)})
    return Console(Session.open(graph, data))


def run(console, line):
    (answer,) = console.run(line)
    assert answer.error is None, answer.error
    return answer.outcome.text


def test_each_output_has_its_own_values_keras_and_target(console):
    session = console.session
    outputs = session.run.outputs
    session.reference.add(0, outputs["dense"], {}, "keras", {k: v + 1 for k, v in outputs.items()})
    first = session.frame().prediction
    assert (first.name, first.index, first.outputs, first.y.size) == ("dense", 0, 2, 3)
    assert run(console, "output next") == "prediction: lstm, output 2 of 2"
    run(console, "goto last")
    second = session.frame().prediction
    assert (second.name, second.index) == ("lstm", 1)
    np.testing.assert_array_equal(second.y, outputs["lstm"])
    np.testing.assert_array_equal(second.reference, outputs["lstm"] + 1)
    np.testing.assert_array_equal(second.target, np.ones(4))
    assert second.columns is None
    assert session.frame().timeline.predicted.high.shape[-1] == 4


def test_it_is_kept_in_another_sample_and_chosen_by_name_or_number(console):
    run(console, "output lstm")
    run(console, "sample next")
    assert console.session.frame().prediction.name == "lstm"
    assert run(console, "output 0") == "prediction: dense, output 1 of 2"
    (answer,) = console.run("output gru")
    assert answer.error == "'gru': no such output; give next or one of dense, lstm"


@pytest.mark.parametrize("names", [("dense", "lstm"), ("output_1", "output_2")])
def test_a_run_of_the_reference_gives_every_output_its_value(console, names):
    """By name, or by position where the reference has other names; the last sample of the batch."""
    session = console.session
    ours = session.run.outputs
    batch = {
        theirs: np.stack([values, values + 1])
        for theirs, values in zip(names, ours.values(), strict=True)
    }
    run_of_two = ReferenceRun(batch, {"lstm": np.zeros((2, 5, 4))})
    session.reference.add_run(0, run_of_two, "keras", session.graph.network.output_names)
    np.testing.assert_array_equal(session.frame().prediction.reference, ours["dense"] + 1)
    run(console, "output lstm")
    run(console, "goto last")
    np.testing.assert_array_equal(session.frame().prediction.reference, ours["lstm"] + 1)
    assert session.reference.states(0)["lstm"].shape == (5, 4)
