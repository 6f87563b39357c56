"""Converts `Merge` of Keras 1, and Sequential models that begin with one, to Functional models.

The models merged are the branches. Keras stored the weights of all their layers at the same level,
so the Functional model with the same layers finds them by name.

Source: `Sequential.get_config` and `flattened_layers` in `keras/models.py` of 1.2.2.
"""

from __future__ import annotations

from typing import Any

from rnntui.errors import UnknownLayerError
from rnntui.network.keras.legacy.input_shapes import first_shape, input_layer

Config = dict[str, Any]


def begins_with_merge(layers: list[Any]) -> bool:
    """Whether a Sequential model's layers begin with a `Merge` that contains its branches."""
    match layers:
        case [{"class_name": "Merge", "config": {"layers": [_, *_]}}, *_]:
            return True
    return False


def as_functional(body: Config) -> Config:
    """The config of the equivalent Functional model, in the form of Keras 1.

    Raises:
        UnknownLayerError: a branch that is not a chain of layers with an input shape.
    """
    branches = _Branches()
    last = branches.chain(body["layers"])
    return {
        "name": body.get("name", "sequential"),
        "layers": branches.layers,
        "input_layers": branches.inputs,
        "output_layers": [last],
    }


class _Branches:
    """The layers of all branches, with their connections."""

    def __init__(self) -> None:
        self.layers: list[Config] = []
        self.inputs: list[list[Any]] = []

    def chain(self, entries: list[Any]) -> list[Any]:
        """Add a Sequential model's layers; return the reference to the last one's output."""
        first = entries[0] if entries else {}
        if begins_with_merge(entries):
            last = self._add(first, [self._branch(entry) for entry in first["config"]["layers"]])
        else:
            shape = first_shape(first)
            if shape is None:
                raise UnknownLayerError(
                    "a branch under a Merge has no input shape; it was never built"
                )
            sources = [] if first["class_name"] == "InputLayer" else [self._input(first, shape)]
            last = self._add(first, sources)
            if not sources:
                self.inputs.append(last)
        for entry in entries[1:]:
            last = self._add(entry, [last])
        return last

    def _branch(self, entry: Any) -> list[Any]:
        match entry:
            case {"class_name": "Sequential", "config": list(layers) | {"layers": list(layers)}}:
                return self.chain(layers)
            case {
                "class_name": "Model" | "Functional",
                "config": {
                    "layers": list(layers),
                    "input_layers": list(inputs),
                    "output_layers": [output],
                },
            }:
                self.layers += layers
                self.inputs += inputs
                return list(output)
        return self.chain([entry])

    def _input(self, first: Config, shape: list[Any]) -> list[Any]:
        last = self._add(input_layer(first, shape), [])
        self.inputs.append(last)
        return last

    def _add(self, entry: Any, sources: list[list[Any]]) -> list[Any]:
        config = entry.get("config") if isinstance(entry, dict) else None
        name = config.get("name") if isinstance(config, dict) else None
        if not isinstance(name, str):
            raise UnknownLayerError("a layer under a Merge has no name")
        self.layers.append({**entry, "name": name, "inbound_nodes": [sources] if sources else []})
        return [name, 0, 0]


_CLASSES = {"ave": "Average", "max": "Maximum", "mul": "Multiply", "sum": "Add"}


def present_merge(config: Config) -> tuple[str, Config]:
    """The class and config of the Keras 3 layer for a `Merge`.

    Raises:
        UnknownLayerError: it merges by a custom function, or in a mode without such a layer.
    """
    name, mode = config.get("name"), config.get("mode", "sum")
    if config.get("mode_type", "raw") != "raw" or not isinstance(mode, str):
        raise UnknownLayerError(
            f"layer '{name}' is a Merge by a custom function; rnntui does not run custom code"
        )
    common: Config = {"name": name, "trainable": True}
    if mode in _CLASSES:
        return _CLASSES[mode], common
    if mode == "concat":
        return "Concatenate", {**common, "axis": config.get("concat_axis", -1)}
    axes = _axes(config.get("dot_axes", -1))
    if mode == "dot":
        return "Dot", {**common, "axes": axes}
    # Only for vectors is this the cosine; for sequences, Keras 1 also divided by products of other
    # timesteps.
    if mode == "cos" and axes in (1, -1, [1, 1]):
        return "Dot", {**common, "axes": axes, "normalize": True}
    raise UnknownLayerError(
        f"layer '{name}' is a Merge of mode {mode}, which rnntui does not compute"
    )


def _axes(axes: Any) -> Any:
    """An axis, or one per input; early Keras 1 wrote each in a separate list."""
    if isinstance(axes, list):
        return [axis[0] if isinstance(axis, list) and len(axis) == 1 else axis for axis in axes]
    return axes
