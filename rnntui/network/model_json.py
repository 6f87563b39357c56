"""A model's JSON config to layers and their calls: Sequential and Functional, as a graph.

What is read here is the structure alone, from data that may be anybody's: no class is looked up
by a name the file gives, and whatever is not understood is refused by name.
"""

from __future__ import annotations

from typing import Any

from rnntui.errors import ModelFileError
from rnntui.network.description import LayerDescription as LayerDescription
from rnntui.network.description import ModelDescription as ModelDescription
from rnntui.network.nested import flattened
from rnntui.network.nesting import read_nesting


def read_model_json(config: Any, source: str, *, older: bool = False) -> ModelDescription:
    """Read a decoded model config.

    Args:
        config: what the JSON holds: {"class_name": "Sequential", "config": {…}}.
        source: the file's name, for messages.
        older: whether Keras 1 or 2 wrote it.

    Raises:
        ModelFileError: a config that is not of the form that Keras writes.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    if not isinstance(config, dict) or not isinstance(config.get("config"), dict):
        raise ModelFileError(f"{source}: its config is not a Keras model's")
    return flattened(read_nesting(config, source, older=older), source)
