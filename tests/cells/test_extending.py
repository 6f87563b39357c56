"""The cell of docs/extending.md, taken from its text: one file and one line make it work everywhere."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from keras_session import KerasFiles

from rnntui.cells import table
from rnntui.cells.masked import masked
from rnntui.cells.stacked import stacked
from rnntui.configs.layer_class import LayerClass, two_kernels_and_bias
from rnntui.equations.program import Program
from rnntui.layers.graph.graph import build_graph
from rnntui.network import layer_classes
from rnntui.network.read import read_network
from rnntui.trace.run import Run

DOCUMENT = Path(__file__).parents[2] / "docs" / "extending.md"
KEY = "example>MinimalGatedUnitCell"


@pytest.fixture
def config_class(monkeypatch):
    """The page's file and line, as if they were in rnntui."""
    file, line = re.findall(r"^```python\n(.*?)^```$", DOCUMENT.read_text(), re.M | re.S)[:2]
    module = types.ModuleType("rnntui.cells.minimal_gated_unit")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(file, str(DOCUMENT), "exec"), module.__dict__)
    added: dict = {}
    exec(line, module.__dict__, added)
    ((key, config),) = added["CELLS"].items()
    assert key == KEY
    monkeypatch.setitem(table.CELLS, key, config)
    monkeypatch.setitem(layer_classes.CELL_CLASSES, key, LayerClass(config, two_kernels_and_bias))
    return config


def weights_of(cell, features, units, random):
    shapes = cell.weight_shapes(features, units)
    return {name: random.standard_normal(shape) for name, shape in shapes.items()}


def by_hand(x, h, weights):
    """One timestep as the paper writes it."""
    m = h.size
    kernel, recurrent, bias = (weights[name] for name in ("kernel", "recurrent_kernel", "bias"))
    f = 1 / (1 + np.exp(-(x @ kernel[:, :m] + h @ recurrent[:, :m] + bias[:m])))
    new = np.tanh(x @ kernel[:, m:] + (f * h) @ recurrent[:, m:] + bias[m:])
    return (1 - f) * h + f * new


FUNCTIONS = {"activation": np.tanh, "recurrent_activation": lambda z: 1 / (1 + np.exp(-z))}


@pytest.mark.parametrize("is_masked", [False, True])
def test_its_steps_are_those_of_the_paper(config_class, is_masked):
    random = np.random.default_rng(1)
    cell = config_class(units=4).cell()
    weights = weights_of(cell, 3, 4, random)
    arranged = cell.arrange(weights)
    cell = masked(cell) if is_masked else cell
    program = Program(cell.equations, arranged, FUNCTIONS)
    h = expected = np.zeros(4)
    for t in range(5):
        x, counts = random.standard_normal(3), t not in (1, 4)
        given = {"m_t": np.bool_(counts)} if is_masked else {}
        h = program.at(x_t=x, h_prev=h, **given)["h_t"]
        if counts or not is_masked:
            expected = by_hand(x, expected, weights)
        np.testing.assert_allclose(h, expected, atol=1e-12)


def test_it_stacks(config_class):
    random = np.random.default_rng(2)
    cells = [config_class(units=units).cell() for units in (4, 2)]
    weights = [weights_of(cells[0], 3, 4, random), weights_of(cells[1], 4, 2, random)]
    stack = stacked(cells)
    arranged = {
        names[symbol]: array
        for names, cell, own in zip(stack.names, cells, weights, strict=True)
        for symbol, array in cell.arrange(own).items()
    }
    functions = {names[name]: f for names in stack.names for name, f in FUNCTIONS.items()}
    program = Program(stack.cell.equations, arranged, functions)
    x, first, second = (random.standard_normal(size) for size in (3, 4, 2))
    values = program.at(x_t=x, h0_prev=first, h1_prev=second)
    lower = by_hand(x, first, weights[0])
    np.testing.assert_allclose(values["h0_t"], lower, atol=1e-12)
    np.testing.assert_allclose(values["h1_t"], by_hand(lower, second, weights[1]), atol=1e-12)


@pytest.fixture(scope="module")
def folder(keras_files: KerasFiles) -> Path:
    return keras_files(Path(__file__).parent / "make_minimal_gated_unit.py")


@pytest.mark.keras
@pytest.mark.parametrize("suffix", ["keras", "h5"])
@pytest.mark.parametrize("name", ["alone", "stacked"])
def test_a_model_with_it_computes_what_keras_does(config_class, folder, name, suffix):
    graph = build_graph(read_network(folder / f"{name}.{suffix}"))
    assert not graph.foreign
    with np.load(folder / f"{name}.npz") as record:
        for x, y in zip(record["x"], record["y"], strict=True):
            (ours,) = Run(graph, {graph.network.inputs[0].layer: x}).outputs.values()
            np.testing.assert_allclose(ours, y, atol=1e-6)


@pytest.mark.keras
def test_without_its_line_the_layer_is_somebody_s_own(folder):
    graph = build_graph(read_network(folder / "alone.keras"))
    assert [node.label for node in graph.foreign] == ["rnn"]
    assert "over a MinimalGatedUnitCell, which rnntui does not compute" in graph.notes[0]


@pytest.mark.keras
def test_verify_takes_the_author_s_file(config_class, folder, tmp_path):
    from rnntui.cli.main import run

    with np.load(folder / "stacked.npz") as record:
        np.savez(tmp_path / "data.npz", X=record["x"])
    command = ["verify", folder / "stacked.keras", "--data", tmp_path / "data.npz"]
    assert run([*map(str, command), "--custom-objects", str(folder / "mgu.py")]) == 0
