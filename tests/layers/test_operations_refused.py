"""What can't be computed one sample at a time is refused by name; so is what rnntui does not know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rnntui.errors import DataError, ModelFileError
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.layers.graph.opaque import OpaqueFunction
from rnntui.layers.keras_ops.table import TABLE
from rnntui.network.keras.models.parse_config import read_model_json
from rnntui.network.network import Layer, Network, TensorRef
from rnntui.trace.run import Run

OP = TensorRef("op")
FULL = {"class_name": "__slice__", "config": {"start": None, "stop": None, "step": None}}
X = {"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}}
Y = {"class_name": "__keras_tensor__", "config": {"keras_history": ["y", 0, 0]}}


def slice_of(start: Any = None, stop: Any = None, step: Any = None) -> dict[str, Any]:
    return {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": step}}


def graph(
    class_name: str,
    *args: Any,
    shapes: tuple[Any, ...] = ((None, 3),),
    of: str = "float32",
    kwargs: dict[str, Any] | None = None,
    **config: Any,
) -> Graph:
    """One operation on inputs x and y, as Keras 3 writes it."""
    names = ["x", "y"][: len(shapes)]
    layers: list[dict[str, Any]] = [
        {
            "class_name": "InputLayer",
            "name": name,
            "config": {"name": name, "batch_shape": [None, *shape], "dtype": of},
            "inbound_nodes": [],
        }
        for name, shape in zip(names, shapes, strict=True)
    ]
    layers.append(
        {
            "module": "keras.src.ops.numpy",
            "class_name": class_name,
            "name": "op",
            "config": {"name": "op", **config},
            "inbound_nodes": [{"args": list(args or (X,)), "kwargs": kwargs or {}}],
        }
    )
    body = {
        "name": "model",
        "layers": layers,
        "input_layers": [[name, 0, 0] for name in names],
        "output_layers": [["op", 0, 0]],
    }
    described = read_model_json({"class_name": "Functional", "config": body}, "model")
    found = {layer.name: Layer(**vars(layer), weights=()) for layer in described.stored}
    order = tuple(TensorRef(name) for name in (*names, "op"))
    network = Network("m", found, order, described.inputs, described.outputs, "keras", "3.15.1")
    return build_graph(network)


def why(*args: Any, **more: Any) -> str:
    """Why an operation is not computed."""
    function = graph(*args, **more).nodes[OP].function
    assert isinstance(function, OpaqueFunction)
    assert not function.custom
    return function.why


ALONG_THE_BATCH = {
    "sum over all axes": ("Sum", (X,), {"axis": None}),
    "sum over the batch": ("Sum", (X,), {"axis": 0, "keepdims": True}),
    "sum over the batch, from behind": ("Sum", (X,), {"axis": -3}),
    "sum over it and another": ("Sum", (X,), {"axis": [0, 1]}),
    "cumsum": ("Cumsum", (X,), {"axis": 0}),
    "softmax": ("Softmax", (X,), {"axis": 0}),
    "first sample": ("GetItem", (X, 0), {}),
    "first samples": ("GetItem", (X, [slice_of(stop=1)]), {}),
    "samples reversed": ("GetItem", (X, [slice_of(step=-1)]), {}),
    "axis before the batch": ("GetItem", (X, [None, FULL]), {}),
    "expand": ("ExpandDims", (X,), {"axis": 0}),
    "transpose": ("Transpose", (X,), {"axes": [1, 0, 2]}),
    "transpose all": ("Transpose", (X,), {"axes": None}),
    "swap": ("Swapaxes", (X,), {"axis1": 0, "axis2": 1}),
    "reshape": ("Reshape", (X,), {"newshape": [-1]}),
    "ravel": ("Ravel", (X,), {}),
    "flip": ("Flip", (X,), {"axis": None}),
    "roll": ("Roll", (X,), {"shift": 1, "axis": None}),
    "concatenate": ("Concatenate", ([X, X],), {"axis": 0}),
    "stack": ("Stack", ([X, X],), {"axis": 0}),
    "split": ("Split", (X,), {"indices_or_sections": [1], "axis": 0}),
    "repeat": ("Repeat", (X,), {"repeats": 2, "axis": 0}),
    "tile": ("Tile", (X,), {"repeats": [2, 1, 1]}),
    "take": ("Take", (X, [0]), {"axis": 0}),
    "argmax": ("Argmax", (X,), {"axis": 0}),
    "sort": ("Sort", (X,), {"axis": 0}),
    "broadcast": ("BroadcastTo", (X,), {"shape": [2, 4, 3]}),
    "pad": ("Pad", (X,), {"pad_width": [[1, 0], [0, 0], [0, 0]]}),
    "pad all": ("Pad", (X,), {"pad_width": 1}),
    "einsum": ("Einsum", (X, X), {"subscripts": "bij,bij->ij"}),
    "dot": ("Dot", (X, X), {}),
    "a constant with a batch": (
        "Add",
        (
            X,
            {
                "class_name": "__numpy__",
                "config": {"value": [[[1.0]], [[2.0]]], "dtype": "float32"},
            },
        ),
        {},
    ),
}


@pytest.mark.parametrize("what", ALONG_THE_BATCH)
@pytest.mark.parametrize("shape", [(None, 3), (3, 3), (1, 3)])
def test_what_works_along_the_batch_is_refused(what: str, shape: tuple[Any, ...]) -> None:
    class_name, args, config = ALONG_THE_BATCH[what]
    said = why(class_name, *args, shapes=(shape,), **config)
    assert said.startswith(f"layer 'op' is the operation ops.{class_name}, which here rnntui does")


@pytest.mark.parametrize("shape", [(None, 3), (3, 3)])
def test_a_batch_that_meets_another_axis_is_refused(shape: tuple[Any, ...]) -> None:
    # (batch, T, 3) + (batch, 3): NumPy puts the second's batch beside the first's time.
    assert "operation ops.Add, which here" in why("Add", X, Y, shapes=(shape, (3,)))


def test_masks_along_the_batch_are_refused() -> None:
    for name in ("Any", "All"):
        assert "batch" in why(name, of="bool", axis=0, keepdims=True)


@pytest.mark.parametrize("name", ["Nonzero", "Unique", "Conv", "Size", "Cond", "Scan", "NoSuchOp"])
def test_an_operation_not_known_is_refused_by_name(name: str) -> None:
    assert why(name) == f"layer 'op' is the operation ops.{name}, which rnntui does not compute"


@pytest.mark.parametrize(
    ("class_name", "args", "config"),
    [
        ("GetItem", (X, [FULL, 3, 0]), {}),  # beyond the end, were it of 3 timesteps
        ("Sum", (X,), {"axis": 7}),
        ("Sum", (X,), {"axis": "time"}),
        ("Sum", (X,), {"axis": 1, "new_argument": 2}),
        ("Matmul", (X, X), {}),
        ("Reshape", (X,), {"newshape": [-1, 7]}),
        ("Einsum", (X, X), {"subscripts": "bij,bjk"}),
        ("Cast", (X,), {"dtype": "string?"}),
        ("OneHot", (X,), {"num_classes": 4, "sparse": True}),
        ("GetItem", (X, [FULL, [0, 1]]), {}),
        ("GetItem", (X, [FULL, X]), {}),
        ("Add", (X, None), {}),
        ("Add", (X, "1"), {}),
        ("Where", (X,), {}),
    ],
)
def test_what_does_not_fit_is_refused(
    class_name: str, args: tuple[Any, ...], config: dict[str, Any]
) -> None:
    shape = (3, 4 if class_name == "Matmul" else 3)
    said = why(class_name, *args, shapes=(shape,), **config)
    assert said.startswith(f"layer 'op' is the operation ops.{class_name}, which here rnntui does")


@pytest.mark.parametrize(
    ("args", "what"),
    [
        ((X, {"class_name": "__lambda__", "config": {}}), "__lambda__"),
        ((X, slice_of(X, 1, 1)), "slice whose ends are not integers"),
        ((X, {"of": 1}), "dict"),
    ],
)
def test_arguments_that_are_no_data_are_named(args: tuple[Any, ...], what: str) -> None:
    assert f"it has an argument {what}, which rnntui does not know" in why("Add", *args)


@pytest.mark.parametrize(
    ("value", "dtype"), [([[1], []], "float32"), ([1], "no"), (["a"], "int32")]
)
def test_arrays_that_are_none_are_refused(value: Any, dtype: str) -> None:
    array = {"class_name": "__numpy__", "config": {"value": value, "dtype": dtype}}
    with pytest.raises(ModelFileError, match="an operation has an array argument not of dtype"):
        graph("Add", X, array)


def test_open_lengths_stay_open() -> None:
    def shape(class_name: str, *args: Any, **config: Any) -> Any:
        return graph(class_name, *args, **config).nodes[OP].function.output_shapes[0]

    assert shape("GetItem", X, [FULL, slice_of(stop=9)]) == (None, 3)
    assert shape("GetItem", X, [FULL, slice_of(start=8)]) == (None, 3)
    assert shape("GetItem", X, [FULL, 90]) == (3,)
    assert shape("GetItem", X, [FULL, -90]) == (3,)
    assert shape("Stack", [X, X], axis=1) == (2, None, 3)
    assert shape("Sum", X, axis=1) == (3,)
    assert shape("Add", X, Y, shapes=((None, 3), (9, 3))) == (9, 3)


def test_a_part_of_a_sequence_has_a_clock_of_its_own() -> None:
    found = graph("Split", X, indices_or_sections=[2], axis=1, shapes=((6, 3),))
    assert found.nodes[OP].function.output_shapes == ((2, 3), (4, 3))
    run = Run(found, {"x": np.arange(18, dtype=np.float32).reshape(6, 3)})
    assert run.tensor(TensorRef("op", index=1)).tolist() == [
        [6, 7, 8], [9, 10, 11], [12, 13, 14], [15, 16, 17]
    ]  # fmt: skip


def test_a_sequence_too_short_is_named() -> None:
    found = graph("GetItem", X, [FULL, 9])
    with pytest.raises(
        DataError, match=r"layer 'op' \(ops.GetItem\) can't be computed of \(4, 3\)"
    ):
        Run(found, {"x": np.ones((4, 3), np.float32)})


@pytest.mark.parametrize(
    ("class_name", "expected"),
    [("Sum", 0), ("Mean", np.nan), ("Std", np.nan), ("Max", -np.inf), ("Min", np.inf), ("Prod", 1)],
)
def test_what_is_left_of_nothing(class_name: str, expected: float) -> None:
    found = graph(class_name, axis=1)
    with np.errstate(all="ignore"):
        result = found.nodes[OP].function(np.ones((0, 3), np.float32))  # type: ignore[operator]
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result, np.full(3, expected))


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("Tile", {"repeats": [1, 10**6, 10**6]}),
        ("Repeat", {"repeats": 10**12, "axis": 1}),
        ("OneHot", {"num_classes": 10**12}),
        ("BroadcastTo", {"shape": [None, 10**12, 3]}),
        ("Pad", {"pad_width": [[0, 0], [10**12, 0], [0, 0]]}),
    ],
)
def test_what_no_computer_holds_is_refused(class_name: str, config: dict[str, Any]) -> None:
    assert "here rnntui does not compute: it makes" in why(class_name, **config)


def test_tensors_too_large_to_try_are_named() -> None:
    assert "it has larger inputs than rnntui can try it on" in why("Tanh", shapes=((10**6, 10**6),))


ODD = (None, True, -1, 0, 5, 1e300, "x", "int32", [], [[]], [None], [1, 2], {"a": 1}, [0, 0, 0], X)


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.exhaustive
def test_any_arguments_are_computed_or_refused(name: str) -> None:
    keys = ("axis", "dtype", "axes", "key", "shape", "newshape", "ord", "k", "repeats", "shift")
    for odd in ODD:
        for args in ((X,), (X, odd), ([X, odd],), (odd, X), (X, odd, odd)):
            graph(name, *args)
        for key in keys:
            graph(name, X, **{key: odd})
