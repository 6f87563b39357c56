"""Operations in step with a recurrence, and x[:, -1], which has a value at each timestep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from models import change_config, dense, layer, recurrent, write_model

from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run, prediction_node
from rnntui.trace.schedule import schedule

FULL = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}
REVERSED = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": -1}}


def with_operation(path: Path, class_name: str, *more: Any, units: int = 4, **config: Any) -> Graph:
    """input, GRU of sequences, the operation, Dense(2)."""

    def change(model: dict[str, Any]) -> None:
        entry = model["config"]["layers"][2]
        (tensor,) = entry["inbound_nodes"][0]["args"]
        entry |= {"module": "keras.src.ops.numpy", "class_name": class_name}
        entry["config"] = {"name": entry["name"], **config}
        entry["inbound_nodes"] = [{"args": [tensor, *more], "kwargs": {}}]

    weights = (np.ones((units, 2), np.float32), np.zeros(2, np.float32))
    layers = [recurrent("GRU", 4, return_sequences=True), layer("Identity"), dense(2, weights)]
    path = write_model(path / "m.keras", layers, shape=(None, 3))
    return build_graph(read_network(change_config(path, change)))


def sample(length: int = 7) -> dict[str, np.ndarray]:
    return {"input": np.random.default_rng(0).standard_normal((length, 3)).astype(np.float32)}


def stages(graph: Graph) -> list[list[str]]:
    return [[node.label for node in stage.nodes] for stage in schedule(graph).stages]


@pytest.mark.parametrize("key", [[FULL, -1], [FULL, -1, FULL]])
def test_the_last_timestep_runs_with_the_recurrence(tmp_path: Path, key: list[Any]) -> None:
    graph = with_operation(tmp_path, "GetItem", key)
    assert stages(graph) == [["gru", "dense"]]
    run = Run(graph, sample())
    node = prediction_node(graph)
    assert node is not None
    assert run.timesteps(node) == 7
    history = run.history(node, 0, 7)
    (output,) = run.outputs.values()
    assert (history[-1] == output).all()
    for t in range(7):
        cut = Run(graph, {"input": sample()["input"][: t + 1]})
        assert (history[t] == next(iter(cut.outputs.values()))).all()


def test_some_features_of_the_last_timestep(tmp_path: Path) -> None:
    features = {"class_name": "__slice__", "config": {"start": 1, "stop": 3, "step": None}}
    graph = with_operation(tmp_path, "GetItem", [FULL, -1, features], units=2)
    run = Run(graph, sample())
    node = prediction_node(graph)
    assert node is not None
    assert (run.history(node, 6, 7)[0] == next(iter(run.outputs.values()))).all()


@pytest.mark.parametrize("key", [[FULL, 0], [FULL, -2], [FULL, -1, None, 0]])
def test_other_timesteps_do_not_run(tmp_path: Path, key: list[Any]) -> None:
    units = 1 if None in key else 4
    graph = with_operation(tmp_path, "GetItem", key, units=units)
    assert prediction_node(graph) is None
    Run(graph, sample())


@pytest.mark.parametrize(
    ("class_name", "more", "config"),
    [
        ("Multiply", (2,), {}),
        ("Tanh", (), {}),
        ("Softmax", (), {"axis": -1}),
        ("Cumsum", (), {"axis": 1, "dtype": None}),
        ("GetItem", ([FULL, FULL, REVERSED],), {}),
    ],
)
def test_operations_in_step(
    tmp_path: Path, class_name: str, more: tuple[Any, ...], config: dict[str, Any]
) -> None:
    graph = with_operation(tmp_path, class_name, *more, **config)
    assert stages(graph) == [["gru", "dense"]]
    run = Run(graph, sample())
    node = prediction_node(graph)
    assert node is not None
    assert (run.history(node, 0, 7) == next(iter(run.outputs.values()))).all()


@pytest.mark.parametrize(
    ("class_name", "more", "config"),
    [
        ("Flip", (), {"axis": 1}),
        ("Softmax", (), {"axis": 1}),
        ("GetItem", ([FULL, REVERSED],), {}),
        ("Sum", (), {"axis": 1, "keepdims": True}),
        ("Roll", (), {"shift": -1, "axis": 1}),
    ],
)
def test_operations_that_need_the_whole_sequence_are_not(
    tmp_path: Path, class_name: str, more: tuple[Any, ...], config: dict[str, Any]
) -> None:
    graph = with_operation(tmp_path, class_name, *more, **config)
    assert stages(graph)[0] == ["gru"]
    assert prediction_node(graph) is None
    Run(graph, sample())


def test_parts_of_a_sequence_of_several_lengths_step_apart(tmp_path: Path) -> None:
    def change(model: dict[str, Any]) -> None:
        split, first, second = model["config"]["layers"][1:4]
        split |= {"module": "keras.src.ops.numpy", "class_name": "Split"}
        split["config"] = {"name": split["name"], "indices_or_sections": [2], "axis": 1}
        for index, entry in enumerate((first, second)):
            (tensor,) = entry["inbound_nodes"][0]["args"]
            history = [split["name"], 0, index]
            tensor = {**tensor, "config": {**tensor["config"], "keras_history": history}}
            entry["inbound_nodes"] = [{"args": [tensor], "kwargs": {}}]
        model["config"]["output_layers"] = [[entry["name"], 0, 0] for entry in (first, second)]

    layers = [layer("Identity"), recurrent("SimpleRNN", 4), recurrent("GRU", 4)]
    path = write_model(tmp_path / "m.keras", layers, shape=(6, 4))
    graph = build_graph(read_network(change_config(path, change)))
    assert stages(graph) == [["simple_rnn"], ["gru"]]
    run = Run(graph, {"input": np.ones((6, 4), np.float32)})
    assert [run.timesteps(node) for node in graph.recurrent] == [2, 4]
