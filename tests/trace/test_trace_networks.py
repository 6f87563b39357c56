"""Runs of every small network against their own frames, one timestep and one sample at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from models import dense, layer, recurrent, write_model
from small_networks import (
    GRAPHS,
    bidirectional_graph,
    data_for,
    masked_graph,
    stateful_graph,
    unknown_graph,
)

from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import TensorRef
from rnntui.network.read import read_network
from rnntui.trace.export import timesteps, trace_arrays
from rnntui.trace.run import Run
from rnntui.trace.runs import Runs, samples_up_to
from rnntui.trace.schedule import schedule
from rnntui.trace.states import interval_for
from rnntui.trace.verify import (
    Compared,
    Difference,
    Tolerance,
    Verification,
    ulps_apart,
    verify,
)

USUAL = Tolerance(1e-5, 1e-5)
networks = pytest.mark.parametrize("name", GRAPHS)


def run_of(graph, sample: int = 0, **options) -> Run:
    return Run(graph, data_for(graph).sample(sample), **options)


@networks
def test_each_frame_starts_from_the_one_before(name: str) -> None:
    graph = GRAPHS[name]()
    run = run_of(graph)
    for node in graph.recurrent:
        if not run.has(node):
            continue
        length = run.timesteps(node)
        history, rows = run.history(node, 0, length), run.variables(node, 0, length)
        cell = node.function.cell
        for t in range(length):
            frame = run.frame(node, t)
            for state in cell.states:
                if t:
                    before = run.frame(node, t - 1)[state.after]
                    np.testing.assert_array_equal(frame[state.before], before)
            np.testing.assert_array_equal(history[t], frame[cell.output])
            for variable, values in rows.items():
                np.testing.assert_array_equal(values[t], frame[variable])
        last = run.frame(node, length - 1)
        for found, state in zip(run.last_states[node.place], cell.states, strict=False):
            np.testing.assert_array_equal(found, last[state.after])


@networks
def test_states_that_are_not_stored_are_recomputed_to_the_same_bits(name: str) -> None:
    graph = GRAPHS[name]()
    whole = run_of(graph)
    for limit in (1, 40, 100):
        thinned = run_of(graph, memory_limit=limit)
        for node in graph.recurrent:
            if not whole.has(node):
                continue
            length = whole.timesteps(node)
            states = thinned.states[node.place]
            # The limit is for all states of the layer together: h and c of an LSTM.
            together = sum(array.nbytes for array in states.initial)
            assert states.interval == interval_for(length, together, limit)
            assert whole.states[node.place].interval == 1
            for start in range(length):
                for stop in range(start + 1, length + 1):
                    expected = whole.history(node, start, stop)
                    found = thinned.history(node, start, stop)
                    assert found.tobytes() == expected.tobytes()


def test_the_interval_is_the_smallest_that_fits() -> None:
    for length in range(1, 12):
        for limit in range(1, 30):
            k = interval_for(length, 3, limit)
            assert k >= 1
            assert length * 3 <= limit * k
            assert k == 1 or length * 3 > limit * (k - 1)


@networks
def test_an_export_is_every_frame_in_the_order_of_the_input(name: str) -> None:
    graph = GRAPHS[name]()
    run = run_of(graph)
    length = timesteps(run)
    expected_length = max(
        [run.timesteps(node) for node in graph.recurrent]
        + [len(array) for key, array in run.inputs.items() if graph.times[TensorRef(key)].axis]
    )
    assert length == expected_length
    whole, part = trace_arrays(run, 0, length), trace_arrays(run, 1, length - 1)
    for node in graph.nodes.values():
        if node not in graph.recurrent:
            assert (f"{node.label}/output" in whole) == run.has(node)
            continue
        if not run.has(node):
            assert not any(key.startswith(f"{node.label}/") for key in whole)
            continue
        rows = run.variables(node, 0, run.timesteps(node))
        turned = node.outer is not None and node.function.reads_backwards
        for variable, values in rows.items():
            found = whole[f"{node.label}/{variable}"]
            np.testing.assert_array_equal(found, values[::-1] if turned else values)
            np.testing.assert_array_equal(part[f"{node.label}/{variable}"], found[1 : length - 1])


@pytest.mark.parametrize("masked", [False, True])
def test_both_runs_of_a_bidirectional_layer_are_exported_side_by_side(masked: bool) -> None:
    graph = bidirectional_graph(stack=False, masked=masked)
    arrays = trace_arrays(run_of(graph), 0, 6)
    forward, backward = (
        {key.rpartition("/")[2]: array for key, array in arrays.items() if f"{way}_lstm/" in key}
        for way in ("forward", "backward")
    )
    np.testing.assert_array_equal(backward["x_t"], forward["x_t"])
    # What the backward run starts timestep t from is what it had after timestep t + 1.
    np.testing.assert_array_equal(backward["h_prev"][:-1], backward["h_t"][1:])
    np.testing.assert_array_equal(backward["h_prev"][-1], 0)
    np.testing.assert_array_equal(forward["h_prev"][1:], forward["h_t"][:-1])


def test_names_of_several_inputs_and_outputs() -> None:
    graph = masked_graph()
    assert {"input", "output", "prediction"} <= set(trace_arrays(run_of(graph), 0, 6))
    outputs = (*graph.network.outputs, graph.recurrent[0].place)
    several = build_graph(replace(graph.network, outputs=outputs))
    run = run_of(several)
    arrays = trace_arrays(run, 0, 6)
    for name, output in run.outputs.items():
        np.testing.assert_array_equal(arrays[f"output/{name}"], output)
    assert any(key.startswith("prediction/") for key in arrays)
    assert "prediction" not in arrays


def test_samples_of_a_stateful_network_go_on_from_the_batch_before() -> None:
    graph = stateful_graph()
    data = data_for(graph, samples=7)
    expected: list[Run] = []
    for index in range(7):
        carried = expected[index - 2].last_states if index >= 2 else None
        expected.append(Run(graph, data.sample(index), carried=carried))
    for order in (range(7), (6, 0, 5, 3, 3)):
        runs = Runs(graph, data.sample)
        for index in order:
            found = runs.run(index)
            for name, output in expected[index].outputs.items():
                np.testing.assert_array_equal(found.outputs[name], output)
    fresh = Run(graph, data.sample(2))
    assert any(
        not np.array_equal(output, expected[2].outputs[name])
        for name, output in fresh.outputs.items()
    )


def own(graph, data, opaque=None):
    """What Keras would answer if it computed exactly as we do: outputs, sequences, states."""
    given = opaque or {}
    runs = Runs(graph, data.sample, lambda i: {k: [a[i] for a in v] for k, v in given.items()})
    found = [runs.run(index) for index in range(data.samples)]
    outputs = {name: np.stack([run.outputs[name] for run in found]) for name in found[0].outputs}
    sequences, states = {}, {}
    for node in graph.recurrent:
        call = f":{node.place.call}" if node.place.call else ""
        length = found[0].timesteps(node)
        name = f"{node.place.layer}{call}"
        sequences[name] = np.stack([run.history(node, 0, length) for run in found])
        states[name] = [
            np.stack(rows)
            for rows in zip(*(run.last_states[node.place] for run in found), strict=True)
        ]
    return outputs, sequences, states


def verified(graph, data, answer, opaque=None) -> Verification:
    outputs, sequences, states = answer
    return verify(graph, data.inputs, outputs, sequences, USUAL, states=states, opaque=opaque)


@pytest.mark.parametrize("name", [name for name in GRAPHS if name != "unknown"])
def test_any_one_value_that_differs_is_found(name: str) -> None:
    graph = GRAPHS[name]()
    data = data_for(graph)
    answer = own(graph, data)
    result = verified(graph, data, answer)
    assert result.allclose
    assert result.worst.max_abs_error == 0
    assert result.timesteps == max(array.shape[1] for array in answer[1].values())
    for kind, arrays in zip(("outputs", "layers", "layers"), answer, strict=True):
        for index, key in enumerate(arrays):
            for array in arrays[key] if isinstance(arrays[key], list) else [arrays[key]]:
                array.flat[-1] += 0.5
                changed = verified(graph, data, answer)
                rows = getattr(changed, kind)
                assert [row.difference.allclose for row in rows] == [
                    place != index for place in range(len(rows))
                ]
                assert rows[index].difference.max_abs_error == pytest.approx(0.5)
                array.flat[-1] -= 0.5


def test_values_that_only_keras_computes_are_those_of_the_sample() -> None:
    graph = unknown_graph()
    data = data_for(graph)
    assert Runs(graph, data.sample).run(0).outputs == {}
    (node,) = graph.foreign[:1]
    shape = (data.samples, 2)
    values = {node.place: [np.arange(np.prod(shape), dtype=np.float32).reshape(shape)]}
    runs = Runs(
        graph, data.sample, lambda index: {k: [a[index] for a in v] for k, v in values.items()}
    )
    for index in (2, 0):
        run = runs.run(index)
        np.testing.assert_array_equal(run.tensor(node.place), values[node.place][0][index])
    complete = build_graph(graph.network, {node.place: ((2,),)})
    answer = own(complete, data, values)
    assert len(answer[0]) == 1
    assert verified(complete, data, answer, values).allclose
    values[node.place][0] += 1
    assert not verified(complete, data, answer, values).allclose


def test_a_network_without_time_has_one_timestep(tmp_path) -> None:
    path = write_model(tmp_path / "m.keras", [dense(2)], shape=(4,))
    run = Run(build_graph(read_network(path)), {"input": np.ones(4, np.float32)})
    assert timesteps(run) == 1
    assert set(trace_arrays(run, 0, 1)) >= {"input", "output", "dense/output"}


def stages_of(graph) -> list[str]:
    """Each stage as its layers in order; those without equations in brackets."""
    found = []
    for stage in schedule(graph).stages:
        names = [node.label for node in stage.nodes]
        for place, node in reversed(stage.whole_layers):
            names.insert(place, f"[{node.label}]")
        found.append(" ".join(names))
    return found


STAGES = {
    "masked": ["[masking] lstm dense"],
    "bidirectional": [
        "bidirectional/forward_lstm",
        "bidirectional/backward_lstm",
        "[bidirectional] bidirectional_1/forward_lstm",
        "bidirectional_1/backward_lstm",
        "[bidirectional_1] dense",
    ],
    "masked bidirectional": [
        "[masking] bidirectional/forward_lstm",
        "bidirectional/backward_lstm",
        "[bidirectional] dense",
    ],
    "images": ["conv_lstm2d [normalization]", "[flatten] dense"],
    "one image": ["conv_lstm2d [normalization] [flatten] dense"],
    "channels first": ["conv_lstm2d", "[flatten] dense"],
    "volumes": ["conv_lstm3d [re_lu] [conv3d] [flatten]"],
    "rows": ["[each] conv_lstm1d [dense]"],
    "tokens": ["[embedding] gru dense"],
    "attention": ["gru", "[attention] gru_1"],
    "encoder": ["encoder", "decoder dense"],
    "joined": ["both/forward_gru", "both/backward_gru", "[both] [joined] gru"],
    "stateful": ["gru"],
    "stacked": ["rnn"],
    "pooled": ["[conv1d] gru", "[pooling] dense"],
    "unknown": ["simple_rnn [lambda] [dense]"],
}


@networks
def test_stages(name: str) -> None:
    graph = GRAPHS[name]()
    assert stages_of(graph) == STAGES[name]
    stages = schedule(graph)
    assert stages.start == 0
    for index, stage in enumerate(stages.stages):
        for line in stages.lines(index):
            assert line.stage == index
            assert stages.node(line) is stage.nodes[line.node]
        lengths = [len(node.function.program.equations.lines) for node in stage.nodes]
        assert [(line.node, line.equation) for line in stages.lines(index)] == [
            (node, equation) for node, length in enumerate(lengths) for equation in range(length)
        ]


def test_joined_verifications_count_samples_and_take_the_longest_and_the_worst() -> None:
    rows = [
        Verification(
            samples,
            length,
            (Compared("y", "Dense", Difference(error, ulp, True)),),
            (Compared("h", "GRU", Difference(error / 2, ulp, True)),),
        )
        for samples, length, error, ulp in ((2, 6, 0.25, 3), (3, 4, 0.5, 1))
    ]
    for first, second in (rows, rows[::-1]):
        joined = first.joined(second)
        assert (joined.samples, joined.timesteps) == (5, 6)
        assert joined.worst == joined.outputs[0].difference == Difference(0.5, 3, True)
        assert joined.layers == (Compared("h", "GRU", Difference(0.25, 3, True)),)
    with pytest.raises(ValueError, match="shorter"):
        rows[0].joined(Verification(1, 1, (), ()))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_ulps_are_steps_of_nextafter(dtype: str) -> None:
    for start in (-1.0, -1e-7, 0.0, 1e-7, 1.0):
        value = np.array([start], dtype)
        for steps in range(4):
            assert ulps_apart(value, np.array([start], dtype)) == (steps,)
            assert ulps_apart(np.array([start], dtype), value) == (steps,)
            value = np.nextafter(value, np.array([np.inf], dtype))
    ours = np.array([1.0, np.nan, np.inf, 1.0], dtype)
    assert ulps_apart(ours, np.array([np.nan, 1.0, np.inf, 1.0], dtype)) == (None, None, None, 0)
    assert ulps_apart(np.array([2, 5]), np.array([4, 5])) == (2, 0)
    assert ulps_apart(np.ones(1), np.ones(1, dtype)) == (0,)


def test_the_samples_that_keras_must_be_given() -> None:
    assert list(samples_up_to(stateful_graph(), 3)) == [0, 1, 2, 3]
    assert list(samples_up_to(masked_graph(), 3)) == [3]


def test_the_usual_tolerance_is_ten_roundings_of_float16() -> None:
    assert Tolerance.usual_for(["float32", "float64"]) == Tolerance(1e-5, 1e-5)
    half = Tolerance.usual_for(["float32", "float16"])
    assert half.atol == half.rtol == pytest.approx(10 * float(np.finfo("float16").eps), rel=0.1)


def test_layers_before_time_begins_are_a_stage(tmp_path) -> None:
    layers = [dense(3), layer("RepeatVector", n=2), recurrent("GRU", 2), dense(1)]
    graph = build_graph(read_network(write_model(tmp_path / "m.keras", layers, shape=(4,))))
    assert stages_of(graph) == ["dense", "[repeat_vector] gru dense_1"]
