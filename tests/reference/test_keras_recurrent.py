"""Recurrent layers of all kinds: built anew, saved and loaded, they are to Keras what they were.

The records beside the files are of model.predict, in a process without rnntui.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from keras_session import KerasFiles
from msgspec import structs

from rnntui.errors import ReferenceRefusedError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import Call, Network
from rnntui.network.read import read_network
from rnntui.reference.keras.client import KerasProcess
from rnntui.reference.keras.rebuild.mask_meaning import (
    BESIDE_STATES,
    DIRECTIONS,
    JOINED,
    differences,
    mask_meaning,
)
from rnntui.reference.keras.rebuild.request import changed_meaning
from rnntui.reference.opaque_layers import graph_with_opaque_layers
from rnntui.trace.verify import Tolerance, verify

pytestmark = pytest.mark.keras

HERE = Path(__file__).parent
NAMES = [
    "merge_modes", "both_masked", "both_kinds", "both_stack", "both_twice", "cell", "stack",
    "stack_states", "states", "states_masked", "states_and_mask", "given", "words", "merged_masks",
    "unlike_masks", "operations",    "conv_1", "conv_2", "conv_3", "stateful", "stateful_conv", "each", "causal",
]  # fmt: skip


@pytest.fixture(scope="session")
def folder(keras_files: KerasFiles) -> Path:
    """The folder that make_recurrent.py filled."""
    return keras_files(HERE / "make_recurrent.py")


@pytest.mark.parametrize("name", NAMES)
def test_built_anew_saved_and_loaded(keras: KerasProcess, folder, tmp_path, name: str) -> None:
    path = folder / f"{name}.keras"
    network = read_network(path)
    with np.load(path.with_suffix(".npz")) as record:
        inputs = {key[6:]: record[key] for key in record.files if key.startswith("input/")}
        outputs = [record[key] for key in record.files if key.startswith("output/")]
    keras.rebuild(network, portable=True)
    rebuilt = keras.compute(inputs)
    keras.save_rebuilt(tmp_path / "new.keras")
    keras.load(tmp_path / "new.keras")
    loaded = keras.compute(inputs)
    assert tuple(rebuilt.outputs) == network.output_names
    for found in (rebuilt.outputs, loaded.outputs):
        for array, expected in zip(found.values(), outputs, strict=True):
            np.testing.assert_allclose(array, expected, rtol=0, atol=2e-6)
    assert set(rebuilt.states) == set(rebuilt.sequences)
    graph = build_graph(network)
    outcome = verify(graph, inputs, rebuilt.outputs, rebuilt.sequences, Tolerance(3e-6, 3e-6))
    assert outcome.allclose, outcome


def test_calls_of_what_is_inside_are_numbered_by_the_file(keras: KerasProcess, folder) -> None:
    """A layer called twice, in a Bidirectional: the graph runs its second call where it stands."""
    path = folder / "both_twice.keras"
    with np.load(path.with_suffix(".npz")) as record:
        inputs = {"x": record["input/x"]}
    keras.load(path)
    loaded = keras.compute(inputs)
    keras.rebuild(read_network(path))
    rebuilt = keras.compute(inputs)
    ways = [
        f"both/{way}_gru{number}" for way in ("backward", "forward") for number in ("", ":1", ":2")
    ]
    assert sorted(loaded.sequences) == sorted(rebuilt.sequences) == ways
    assert loaded.sequences["both/forward_gru:1"].shape == (5, 1, 3)
    for name, array in loaded.sequences.items():
        np.testing.assert_allclose(rebuilt.sequences[name], array, atol=2e-6)


def test_what_keras_computes_within_a_model_at_each_timestep(keras: KerasProcess, folder) -> None:
    """The file has no layer "each/lstm" at each timestep; the network built anew has."""
    path = folder / "each_model.keras"
    with np.load(path.with_suffix(".npz")) as record:
        inputs, expected = {"x": record["input/x"]}, record["output/0"]
    graph = build_graph(read_network(path))
    (foreign,) = graph.foreign
    keras.load(path)
    boxed = graph_with_opaque_layers(graph, keras)
    theirs = keras.compute(inputs, [foreign.place])
    assert theirs.opaque[foreign.place][0].shape == (5, 6, 2)
    np.testing.assert_allclose(theirs.outputs["gru"], expected, rtol=0, atol=2e-6)
    outcome = verify(
        boxed, inputs, theirs.outputs, theirs.sequences, Tolerance(3e-6), opaque=theirs.opaque
    )
    assert outcome.allclose
    assert [row.name for row in outcome.layers] == ["gru"]


def as_keras_2_wrote_it(network: Network, version: str = "2.15.0") -> Network:
    """Keras 2 wrote no mask into its files."""
    layers = {
        name: replace(
            layer, calls=tuple(replace(call, keywords=states(call)) for call in layer.calls)
        )
        for name, layer in network.layers.items()
        if not layer.class_name.startswith("ops.")
    }
    order = tuple(place for place in network.order if place.layer in layers)
    return replace(network, layers=layers, order=order, keras_version=version)


def as_rebuilt(
    keras: KerasProcess, network: Network, inputs: dict, *, portable: bool
) -> np.ndarray:
    """The only output that Keras has for the network built anew, which we have too."""
    keras.rebuild(network, portable=portable)
    theirs = keras.compute(inputs)
    outcome = verify(
        build_graph(network), inputs, theirs.outputs, theirs.sequences, Tolerance(3e-6)
    )
    assert outcome.allclose, outcome
    (output,) = theirs.outputs.values()
    return output


def test_masks_beside_states_as_keras_2_had_them(keras: KerasProcess, folder, tmp_path) -> None:
    network = read_network(folder / "states_masked.keras")
    with np.load(folder / "states_masked.npz") as record:
        inputs = {"x": record["input/x"]}
    assert mask_meaning(network) is None
    assert not changed_meaning(network)
    old = as_keras_2_wrote_it(network)
    assert changed_meaning(old) == BESIDE_STATES
    then = as_rebuilt(keras, old, inputs, portable=True)
    keras.save_rebuilt(tmp_path / "new.keras")
    keras.load(tmp_path / "new.keras")
    (again,) = keras.compute(inputs).outputs.values()
    np.testing.assert_array_equal(again, then)
    assert np.abs(as_rebuilt(keras, network, inputs, portable=True) - then).max() > 1e-3


def test_masks_that_are_joined_as_keras_2_did(keras: KerasProcess, folder, tmp_path) -> None:
    network = read_network(folder / "unlike_masks.keras")
    with np.load(folder / "unlike_masks.npz") as record:
        inputs = {name: record[f"input/{name}"] for name in ("x", "words")}
    # Zeros in other places than the sequence has them.
    inputs["words"] = np.roll(inputs["words"], 2, axis=1)
    assert not changed_meaning(network)
    today = as_rebuilt(keras, network, inputs, portable=True)
    old = as_keras_2_wrote_it(network)
    assert {reason for _, reason in differences(old)} == {JOINED}
    both = old.layers["both"]
    halves = {
        key: replace(inner, config=structs.replace(inner.config, zero_output_for_mask=False))
        for key in ("layer", "backward_layer")
        if (inner := getattr(both.config, key)) is not None
    }
    both = replace(both, config=structs.replace(both.config, **halves))
    old = replace(old, layers={**old.layers, "both": both})
    assert {reason for _, reason in differences(old)} == {JOINED, DIRECTIONS}
    then = as_rebuilt(keras, old, inputs, portable=False)
    assert np.abs(today - then).max() > 1e-3
    with pytest.raises(
        ReferenceRefusedError, match=r"layer 'both': in Keras 2\.15\.0 Bidirectional"
    ):
        keras.rebuild(old, portable=True)
    # Keras 3.0 had today's Bidirectional.
    first = as_keras_2_wrote_it(network, "3.0.5")
    assert changed_meaning(first) == JOINED
    then = as_rebuilt(keras, first, inputs, portable=True)
    keras.save_rebuilt(tmp_path / "new.keras")
    keras.load(tmp_path / "new.keras")
    (again,) = keras.compute(inputs).outputs.values()
    np.testing.assert_array_equal(again, then)


def states(call: Call) -> tuple:
    return tuple(item for item in call.keywords if item[0] == "initial_state")
