"""Nested models become one flat graph, with the weights and results of Keras."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from models import change_config, dense, recurrent, write_model
from older_models import entry, write_older_h5

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import Call, TensorRef
from rnntui.network.read import read_network
from rnntui.trace.runs import Runs

NAMES = (
    "functional",
    "sequential",
    "alone",
    "deep",
    "two",
    "by_name",
    "through",
    "frozen_after",
    "frozen_before",
    "frozen_whole",
    "masks",
    "stateful",
    "each",
    "each_recurrent",
)
# A layer shared at two depths is in a .keras file once; Keras can't load these itself.
ONLY_H5 = ("deep", "by_name")
FILES = [f"{name}.h5" for name in NAMES] + [
    f"{name}.keras" for name in NAMES if name not in ONLY_H5
]


@pytest.mark.keras
@pytest.mark.parametrize("name", FILES)
def test_weights_and_results_are_those_of_keras(made, name: str) -> None:
    path = made("make_nested.py") / name
    network = read_network(path)
    with np.load(path.with_suffix(".npz")) as record:
        expected = dict(record)
    for layer in network.layers.values():
        for number, array in enumerate(layer.weights):
            np.testing.assert_array_equal(array, expected[f"{layer.name}:{number}"])
    given = [expected[key] for key in expected if key.startswith("input/")]
    inputs = dict(zip((ref.layer for ref in network.inputs), given, strict=True))
    samples = len(given[0])
    graph = build_graph(network)
    runs = Runs(graph, lambda index: {key: array[index] for key, array in inputs.items()})
    results = [runs.run(index).outputs for index in range(samples)]
    for number, output in enumerate(network.output_names):
        if output not in results[0]:  # behind a layer that is not computed here
            assert name.startswith("each_recurrent")
            continue
        ours = np.stack([result[output] for result in results])
        np.testing.assert_allclose(ours, expected[f"output/{number}"], rtol=0, atol=3e-6)


def dense_entry(name: str, units: int, taken: str, *calls: int) -> dict[str, Any]:
    nodes = [[[taken, call, 0, {}]] for call in calls]
    return entry("Dense", *nodes, name=name, units=units) if nodes else entry("Dense", name=name)


def model_entry(class_name: str, name: str, *nodes: Any, **body: Any) -> dict[str, Any]:
    inbound = {"inbound_nodes": list(nodes)} if nodes else {}
    return {"class_name": class_name, "name": name, "config": {"name": name, **body}, **inbound}


def old_nested(class_name: str = "Model") -> dict[str, Any]:
    """A model of Keras 2 with a nested model called twice; call 0 is the nested model's construction."""
    shape = {"batch_input_shape": [None, 4], "dtype": "float32"}
    body = {
        "layers": [
            entry("InputLayer", name="inside", **shape),
            entry("BatchNormalization", [["inside", 0, 0, {}]], name="normal", axis=-1),
            entry("Dense", [["normal", 0, 0, {}]], name="dense", units=4),
        ],
        "input_layers": [["inside", 0, 0]],
        "output_layers": [["dense", 0, 0]],
    }
    inner = model_entry(class_name, "inner", [["x", 0, 0, {}]], [["end", 0, 0, {}]], **body)
    layers = [
        entry("InputLayer", name="x", **shape),
        inner,
        entry("Dense", [["inner", 1, 0, {}]], name="end", units=4),
    ]
    ends = {"input_layers": [["x", 0, 0]], "output_layers": [["inner", 2, 0], ["end", 0, 0]]}
    return model_entry(class_name, "outer", layers=layers, **ends)


def random(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).random(shape).astype(np.float32)


def old_weights() -> dict[str, dict[str, np.ndarray]]:
    normal = [random(4) + number for number in range(4)]
    return {
        "inner": {
            "normal/gamma:0": normal[0],
            "normal/beta:0": normal[1],
            "dense/kernel:0": random(4, 4),
            "dense/bias:0": random(4),
            "normal/moving_mean:0": normal[2],
            "normal/moving_variance:0": normal[3],
        },
        "end": {"end/kernel:0": random(4, 4), "end/bias:0": random(4)},
    }


@pytest.mark.parametrize("class_name", ["Model", "Functional"])
@pytest.mark.parametrize("version", ["2.1.6", "2.2.4-tf"])
def test_a_nested_model_of_keras_2(tmp_path: Path, class_name: str, version: str) -> None:
    weights = old_weights()
    path = tmp_path / "m.h5"
    network = read_network(write_older_h5(path, old_nested(class_name), weights, version=version))
    build_graph(network)
    assert network.output_names == ("inner", "end")
    assert network.outputs == (TensorRef("inner/dense", 1), TensorRef("end"))
    assert network.layers["inner/normal"].calls == (
        Call((TensorRef("x"),)),
        Call((TensorRef("end"),)),
    )
    assert network.layers["end"].calls == (Call((TensorRef("inner/dense"),)),)
    gamma, _, _, variance = network.layers["inner/normal"].weights
    np.testing.assert_array_equal(gamma, weights["inner"]["normal/gamma:0"])
    np.testing.assert_array_equal(variance, weights["inner"]["normal/moving_variance:0"])
    kernel, _ = network.layers["inner/dense"].weights
    np.testing.assert_array_equal(kernel, weights["inner"]["dense/kernel:0"])


def test_calls_that_could_be_counted_from_0_are_of_keras_2(tmp_path: Path) -> None:
    config = old_nested()
    layers = config["config"]["layers"]
    layers[1]["inbound_nodes"][1] = [["inner", 1, 0, {}]]
    config["config"]["output_layers"] = [["inner", 2, 0], ["inner", 1, 0]]
    network = read_network(write_older_h5(tmp_path / "m.h5", config, old_weights()))
    assert network.outputs == (TensorRef("inner/dense", 1), TensorRef("inner/dense", 0))
    first, second = network.layers["inner/normal"].calls
    assert (first.inputs, second.inputs) == ((TensorRef("x"),), (TensorRef("inner/dense"),))


def test_with_a_custom_layer_arrays_are_matched_by_name(tmp_path: Path) -> None:
    config, weights = old_nested(), old_weights()
    inner = config["config"]["layers"][1]["config"]
    inner["layers"].insert(2, entry("Wavy", [["normal", 0, 0, {}]], name="wavy"))
    inner["layers"][3]["inbound_nodes"] = [[["wavy", 0, 0, {}]]]
    weights["inner"]["inner/wavy/height:0"] = random(5)
    network = read_network(write_older_h5(tmp_path / "m.h5", config, weights))
    for layer, name in (("wavy", "inner/wavy/height:0"), ("dense", "dense/kernel:0")):
        first, *_ = network.layers[f"inner/{layer}"].weights
        np.testing.assert_array_equal(first, weights["inner"][name])
    weights["inner"]["elsewhere/height:0"] = random(5)
    path = write_older_h5(tmp_path / "m.h5", config, weights)
    with pytest.raises(
        ModelFileError, match="'elsewhere/height:0' of model 'inner' belongs to none"
    ):
        read_network(path)


def test_a_nested_sequential_model_of_keras_1(tmp_path: Path) -> None:
    shape = {"batch_input_shape": [None, 3]}
    inner = {
        "class_name": "Sequential",
        "config": [entry("Dense", name="a", output_dim=2, **shape)],
    }
    config = {"class_name": "Sequential", "config": [inner, entry("Dense", name="b", output_dim=1)]}
    weights = {"a": {"a_W": random(3, 2), "a_b": random(2)}, "b": {"b_W": random(2, 1)}}
    network = read_network(write_older_h5(tmp_path / "m.h5", config, weights, version="1.2.2"))
    assert list(network.layers)[1:] == ["sequential_2/a", "b"]
    kernel, _ = network.layers["sequential_2/a"].weights
    np.testing.assert_array_equal(kernel, weights["a"]["a_W"])


def nest(path: Path, **inner: Any) -> Path:
    """A model file whose second layer is wrapped in a nested model."""

    def change(config: dict[str, Any]) -> None:
        layers = config["config"]["layers"]
        before, changed = layers[1]["name"], layers[2]
        shape = {"batch_shape": [None, 20, 4], "name": "in"}
        body = {"name": "inner", "layers": [{"class_name": "InputLayer", "config": shape}, changed]}
        layers[2] = {
            "class_name": "Sequential",
            "name": changed["name"],
            "config": body | inner,
            "inbound_nodes": changed.pop("inbound_nodes"),
        }
        assert before

    return change_config(path, change)


LAYERS = [recurrent("SimpleRNN", 4, return_sequences=True), dense(4), dense(3)]


def test_a_layer_is_named_after_its_enclosing_models(tmp_path: Path) -> None:
    network = read_network(nest(write_model(tmp_path / "m.keras", LAYERS)))
    assert list(network.layers) == ["input", "simple_rnn", "dense/dense", "dense_1"]
    assert network.output_names == ("dense_1",)


@pytest.mark.parametrize(
    ("layer", "part"),
    [
        ({"class_name": "Dense", "config": {"units": "x"}, "name": "odd"}, "'dense/odd'"),
        ({"class_name": "Dense", "name": "odd"}, "has no config"),
        ({"class_name": "Sequential", "config": {"layers": 3}}, "does not list its layers"),
    ],
)
def test_errors_in_a_nested_model_name_the_layer(
    tmp_path: Path, layer: dict[str, Any], part: str
) -> None:
    path = nest(write_model(tmp_path / "m.keras", LAYERS), layers=[layer])
    with pytest.raises(ModelFileError, match=part):
        read_network(path)


def test_models_nested_too_deeply(tmp_path: Path) -> None:
    inner: dict[str, Any] = {"class_name": "Dense", "config": {"units": 4, "name": "d"}}
    for _ in range(60):
        inner = {"class_name": "Sequential", "config": {"name": "s", "layers": [inner]}}
    path = nest(write_model(tmp_path / "m.keras", LAYERS), layers=[inner])
    with pytest.raises(ModelFileError, match="nests models 51 deep"):
        read_network(path)


def test_too_many_calls(tmp_path: Path) -> None:
    def twice(name: str, inside: list[dict[str, Any]]) -> dict[str, Any]:
        """A model that calls the last of its layers twice."""
        first = inside[-1]["name"]
        tensor = {"class_name": "__keras_tensor__", "config": {"keras_history": ["i", 0, 0]}}
        again = {"class_name": "__keras_tensor__", "config": {"keras_history": [first, 0, 0]}}
        inside[-1]["inbound_nodes"] = [
            {"args": [tensor], "kwargs": {}},
            {"args": [again], "kwargs": {}},
        ]
        shape = {"batch_shape": [None, 4], "name": "i"}
        layers = [{"class_name": "InputLayer", "name": "i", "config": shape}, *inside]
        ends = {"input_layers": [["i", 0, 0]], "output_layers": [[first, 1, 0]]}
        body = {"name": name, "layers": layers, **ends}
        return {"class_name": "Functional", "name": name, "config": body}

    inner = {"class_name": "Dense", "name": "d", "config": {"units": 4, "name": "d"}}
    for number in range(20):
        inner = twice(f"m{number}", [inner])

    def replace_all(config: dict[str, Any]) -> None:
        config["config"] = inner["config"]

    path = change_config(write_model(tmp_path / "m.keras", LAYERS), replace_all)
    with pytest.raises(ModelFileError, match="calls layers"):
        read_network(path)


def call_inner(tmp_path: Path, node: Any) -> Any:
    """Read a model with the call of the nested model replaced."""
    path = nest(write_model(tmp_path / "m.keras", LAYERS))

    def change(config: dict[str, Any]) -> None:
        node(config["config"]["layers"][2]["inbound_nodes"][0])

    return read_network(change_config(path, change))


def test_a_cycle_through_a_model(tmp_path: Path) -> None:
    def itself(node: dict[str, Any]) -> None:
        node["args"][0]["config"]["keras_history"] = ["dense", 0, 0]

    with pytest.raises(ModelFileError, match="cycle through"):
        call_inner(tmp_path, itself)


def test_missing_tensors(tmp_path: Path) -> None:
    def nothing(node: dict[str, Any]) -> None:
        node["args"] = []

    with pytest.raises(ModelFileError, match="takes tensor 0 of 'in' in 'dense', which has 0"):
        call_inner(tmp_path, nothing)


def test_a_mask_given_to_a_model_is_refused_by_name(tmp_path: Path) -> None:
    def mask(node: dict[str, Any]) -> None:
        node["kwargs"]["mask"] = node["args"][0]

    with pytest.raises(UnknownLayerError, match="the model 'dense' is given a tensor as its mask"):
        call_inner(tmp_path, mask)


@pytest.mark.parametrize("value", [True, False, None])
def test_a_call_as_in_training(tmp_path: Path, value: bool | None) -> None:
    path = write_model(tmp_path / "m.keras", [dense(2), recurrent("GRU", 2, dropout=0.5)])

    def change(config: dict[str, Any]) -> None:
        for layer in config["config"]["layers"][1:]:
            layer["inbound_nodes"][0]["kwargs"] = {"training": value}

    change_config(path, change)
    if value:
        with pytest.raises(UnknownLayerError, match=r"'gru' \(GRU\) is called as in training"):
            read_network(path)
    else:
        assert read_network(path).layers["gru"].calls[0].constants == ()


def test_constants_of_a_call(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.keras", [dense(2)])

    def say(kwargs: dict[str, Any]) -> Any:
        def change(config: dict[str, Any]) -> None:
            config["config"]["layers"][1]["inbound_nodes"][0]["kwargs"] = kwargs

        return read_network(change_config(path, change)).layers["dense"].calls[0]

    assert say({"use_causal_mask": True, "mask": [None]}).constants == (("use_causal_mask", True),)
    with pytest.raises(UnknownLayerError, match="has a constant for its argument initial_state"):
        say({"initial_state": [1.0, 2.0]})


ODD = (None, True, -1, "x", [], {}, [None], {"class_name": "LSTM"}, [["x", 0, 0]], {"config": {}})


def places(value: Any, before: tuple[Any, ...] = ()) -> Any:
    """The path to each value in a config."""
    if before:
        yield before
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*before, key))


@pytest.mark.keras
@pytest.mark.parametrize("name", ["two.keras", "masks.keras", "each.keras"])
def test_one_value_replaced(made, tmp_path: Path, name: str) -> None:
    whole = (made("make_nested.py") / name).read_bytes()
    path = tmp_path / "m.keras"
    generator = np.random.default_rng(0)
    refused = 0
    for _ in range(60):
        path.write_bytes(whole)

        def change(config: dict[str, Any]) -> None:
            ways = list(places(config))
            *way, last = ways[generator.integers(len(ways))]
            inner: Any = config
            for key in way:
                inner = inner[key]
            odd = int(generator.integers(len(ODD) + 1))
            if odd < len(ODD):
                inner[last] = ODD[odd]
            else:
                del inner[last]

        said = refusal(change_config(path, change))
        assert "\n" not in said
        refused += bool(said)
    assert refused > 5


def refusal(path: Path) -> str:
    """The message with which a file is refused; "" if it opens."""
    try:
        build_graph(read_network(path))
    except ModelFileError as error:
        return str(error)
    return ""
