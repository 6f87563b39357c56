from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from models import dense, recurrent, write_model

from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run
from rnntui.trace.verify import Difference, Tolerance, difference, verify

USUAL = Tolerance(1e-5, 1e-5)
floats = st.floats(width=32)


def compare(ours: list[float], keras: list[float], dtype: str = "float32") -> Difference:
    return difference(np.array(ours, dtype), np.array(keras, dtype), USUAL)


def test_equal_arrays() -> None:
    assert compare([1, -2, 0], [1, -2, 0]) == Difference(0.0, 0, True)
    assert compare([], []) == Difference(0.0, 0, True)
    assert compare([0.0], [-0.0]) == Difference(0.0, 0, True)


def test_nan_and_infinity_equal_themselves_in_the_same_place_only() -> None:
    assert compare([np.nan, np.inf], [np.nan, np.inf]) == Difference(0.0, 0, True)
    for ours, keras in ((np.nan, 1.0), (1.0, np.nan), (np.inf, 1.0), (np.inf, -np.inf)):
        assert compare([0, ours], [0, keras]) == Difference(math.inf, None, False)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_ulp_counts_the_floats_of_the_dtype(dtype: str) -> None:
    one = np.ones(1, dtype)
    two_up = np.nextafter(np.nextafter(one, one + 1), one + 1)
    assert difference(two_up, one, USUAL).max_ulp == 2
    assert difference(-two_up, -one, USUAL).max_ulp == 2
    tiny = np.nextafter(np.zeros(1, dtype), one)
    assert difference(tiny, -tiny, USUAL).max_ulp == 2
    largest = np.array([np.finfo(dtype).max / 2], dtype)
    whole = difference(largest, -largest, USUAL).max_ulp
    assert whole is not None
    assert whole > 2 ** (8 * one.itemsize - 2)


@given(hnp.arrays("f4", 3, elements=floats), hnp.arrays("f4", 3, elements=floats))
def test_symmetric_and_zero_only_for_equals(a: np.ndarray, b: np.ndarray) -> None:
    there, back = difference(a, b, USUAL), difference(b, a, USUAL)
    assert there.max_abs_error == back.max_abs_error
    assert there.max_ulp == back.max_ulp
    assert (there.max_abs_error == 0) == np.array_equal(a, b, equal_nan=True)
    assert difference(a, a, Tolerance(0.0, 0.0)).allclose


def test_tolerance_is_that_of_allclose() -> None:
    ours, keras = np.array([1.0, 100.0]), np.array([1.0, 100.001])
    for atol, rtol in ((0.0, 0.0), (2e-3, 0.0), (0.0, 2e-5), (1e-4, 1e-6)):
        expected = np.allclose(ours, keras, atol=atol, rtol=rtol)
        assert difference(ours, keras, Tolerance(atol, rtol)).allclose == expected


def test_another_shape_is_a_difference() -> None:
    assert difference(np.zeros(3), np.zeros(4), USUAL) == Difference(math.inf, None, False)


def test_joined() -> None:
    a, b = Difference(0.5, 3, True), Difference(0.1, 9, False)
    assert a.joined(b) == b.joined(a) == Difference(0.5, 9, False)
    assert a.joined(Difference(math.inf, None, False)).max_ulp is None


class TestANetwork:
    @pytest.fixture
    def graph(self, tmp_path: Path):
        layers = [recurrent("LSTM", 3), dense(2)]
        return build_graph(read_network(write_model(tmp_path / "m.keras", layers)))

    def own(self, graph, x):
        """What Keras would say if it computed exactly as we do."""
        runs = [Run(graph, {"input": sample}) for sample in x]
        (node,) = graph.recurrent
        outputs = {"dense": np.stack([run.outputs["dense"] for run in runs])}
        return outputs, {"lstm": np.stack([run.history(node, 0, 20) for run in runs])}

    def test_equal_to_itself(self, graph) -> None:
        x = np.ones((2, 20, 4), np.float32)
        outputs, sequences = self.own(graph, x)
        result = verify(graph, {"input": x}, outputs, sequences, USUAL)
        assert (result.samples, result.timesteps, result.allclose) == (2, 20, True)
        assert [row.name for row in (*result.layers, *result.outputs)] == ["lstm", "dense"]
        assert [row.class_name for row in (*result.layers, *result.outputs)] == ["LSTM", "Dense"]
        both = result.joined(result)
        assert (both.samples, both.worst) == (4, Difference())

    def test_one_timestep_of_one_sample_is_enough(self, graph) -> None:
        x = np.ones((2, 20, 4), np.float32)
        outputs, sequences = self.own(graph, x)
        sequences["lstm"][1, 7, 2] += 0.25
        result = verify(graph, {"input": x}, outputs, sequences, USUAL)
        assert not result.allclose
        assert result.layers[0].difference.max_abs_error == pytest.approx(0.25)
        assert result.outputs[0].difference.allclose

    def test_a_layer_that_keras_did_not_report(self, graph) -> None:
        x = np.ones((1, 20, 4), np.float32)
        outputs, _ = self.own(graph, x)
        assert not verify(graph, {"input": x}, outputs, {}, USUAL).allclose
