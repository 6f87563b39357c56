"""`Merge`, the one merging layer of Keras 1, as one of the layers that followed it.

Keras 2 kept it as a legacy layer, so its files have it too.

Source: `Merge` in `keras/engine/topology.py` of 1.2.2.
"""

from __future__ import annotations

from typing import Any

from rnntui.errors import UnknownLayerError

Config = dict[str, Any]

_CLASSES = {"ave": "Average", "max": "Maximum", "mul": "Multiply", "sum": "Add"}


def present_merge(config: Config) -> tuple[str, Config]:
    """The class and config of a `Merge`.

    Raises:
        UnknownLayerError: it merges by a function of its author's, or in a way that has no layer.
    """
    name, mode = config.get("name"), config.get("mode", "sum")
    if config.get("mode_type", "raw") != "raw" or not isinstance(mode, str):
        raise UnknownLayerError(
            f"layer '{name}' is a Merge by a function of its own; rnntui runs no code from outside"
        )
    said: Config = {"name": name, "trainable": True}
    if mode in _CLASSES:
        return _CLASSES[mode], said
    if mode == "concat":
        return "Concatenate", {**said, "axis": config.get("concat_axis", -1)}
    axes = _axes(config.get("dot_axes", -1))
    if mode == "dot":
        return "Dot", {**said, "axes": axes}
    # Of vectors, the cosine; of sequences, Keras 1 divided by the products of other timesteps too.
    if mode == "cos" and axes in (1, -1, [1, 1]):
        return "Dot", {**said, "axes": axes, "normalize": True}
    raise UnknownLayerError(f"layer '{name}' is a Merge of mode {mode}, which rnntui does not know")


def _axes(axes: Any) -> Any:
    """An axis, or one of each input; the first of Keras 1 wrote each in a list of its own."""
    if isinstance(axes, list):
        return [axis[0] if isinstance(axis, list) and len(axis) == 1 else axis for axis in axes]
    return axes
