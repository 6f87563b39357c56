"""What is said of how far an older model's output moves, as today's Keras would read its file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from older_models import entry, write_older_h5

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.data.random_data import random_dataset
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace import version_drift as today
from rnntui.trace.run import Run


def model(folder: Path, activation: str, wrapped: bool = False) -> Graph:
    random = np.random.default_rng(3)
    gru = entry("GRU", name="gru", units=3, recurrent_activation=activation)
    outer = entry("Bidirectional", name="both", layer=gru, merge_mode="sum")
    first = outer if wrapped else gru
    first["config"]["batch_input_shape"] = [None, 5, 2]
    config = {"class_name": "Sequential", "config": {"name": "m", "layers": [first]}}
    shapes = {"kernel": (2, 9), "recurrent_kernel": (3, 9), "bias": (9,)}
    name = first["config"]["name"]
    arrays = {
        f"{name}/{way}/{key}:0": random.standard_normal(size).astype(np.float32)
        for way in ("forward", "backward")[: 1 + wrapped]
        for key, size in shapes.items()
    }
    return build_graph(read_network(write_older_h5(folder / "m.h5", config, {name: arrays})))


def said(graph: Graph) -> float:
    dataset = random_dataset(graph.input_specs, 4, 0)
    (note,) = today.notes_with_size(graph, dataset)
    found = re.search(r"moves by up to ([\d.e-]+) \(4 samples", note)
    assert found, note
    assert note.startswith("saved by Keras 2.2.4, whose hard_sigmoid is clip(0.2x + 0.5, 0, 1)")
    return float(found[1])


def test_it_is_the_difference_of_the_two_readings(tmp_path: Path) -> None:
    graph = model(tmp_path, "hard_sigmoid")
    layer = graph.network.layers["gru"]
    config = type(layer.config)(
        units=3, recurrent_activation=ActivationSpec("hard_sigmoid"), reset_after=False
    )
    layers = graph.network.layers | {"gru": replace(layer, config=config)}
    other = build_graph(replace(graph.network, layers=layers))
    dataset = random_dataset(graph.input_specs, 4, 0)
    apart = [
        np.abs(
            Run(graph, dataset.sample(i)).outputs["gru"]
            - Run(other, dataset.sample(i)).outputs["gru"]
        )
        for i in range(4)
    ]
    assert said(graph) == pytest.approx(np.max(apart), rel=1e-2)
    assert np.max(apart) > 0.01


def test_it_is_found_within_a_wrapper(tmp_path: Path) -> None:
    assert said(model(tmp_path, "hard_sigmoid", wrapped=True)) > 0.01


def test_nothing_is_said_where_nothing_moves_or_it_would_take_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = model(tmp_path, "sigmoid")
    assert today.notes_with_size(plain, random_dataset(plain.input_specs, 4, 0)) == ()
    graph = model(tmp_path, "hard_sigmoid")
    monkeypatch.setattr(today, "_MOST_WORK", 10)
    (note,) = today.notes_with_size(graph, random_dataset(graph.input_specs, 4, 0))
    assert "moves" not in note
