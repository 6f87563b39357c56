"""The input shape of a Sequential model, from the several forms in its first layer's config."""

from __future__ import annotations

from typing import Any

Config = dict[str, Any]


def first_shape(entry: Any) -> list[Any] | None:
    """The input shape of a model's first layer, batch first; None if its config has none."""
    config = entry.get("config") if isinstance(entry, dict) else None
    if isinstance(config, list):
        config = {"layers": config}
    if not isinstance(config, dict):
        return None
    built = entry.get("build_config")
    without_batch = config.get("input_shape")
    layers = config.get("layers")
    for shape in (
        _shape(config.get("batch_input_shape")) or _shape(config.get("batch_shape")),
        [None, *without_batch] if isinstance(without_batch, list) else None,
        _from_input_dim(entry.get("class_name"), config),
        _shape(built.get("input_shape")) if isinstance(built, dict) else None,
        first_shape(config.get("layer")),
        *(first_shape(layer) for layer in (layers if isinstance(layers, list) else [])[:1]),
    ):
        if shape is not None:
            return shape
    return None


def input_layer(first: Config, shape: list[Any]) -> Config:
    """The input layer that Keras adds in front of a Sequential model's first layer."""
    config = first.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    described = {"name": f"{name or 'layer'}_input", "batch_shape": shape, "dtype": "float32"}
    return {"class_name": "InputLayer", "config": described}


def _from_input_dim(class_name: Any, config: Config) -> list[Any] | None:
    """The shape from `input_dim`, (batch, features), and for sequences from `input_length`."""
    length, features = config.get("input_length"), config.get("input_dim")
    if class_name == "Embedding":  # whose input_dim is the size of its vocabulary
        return [None, length]
    if features is None:
        return None
    return [None, features] if class_name in ("Dense", "MaxoutDense") else [None, length, features]


def _shape(value: Any) -> list[Any] | None:
    return value if isinstance(value, list) else None
