"""A model's config to its description, whichever Keras wrote it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.network.keras.keras_version import writer_of
from rnntui.network.keras.models.description import LayerDescription as LayerDescription
from rnntui.network.keras.models.description import ModelDescription as ModelDescription
from rnntui.network.keras.models.flatten import flatten
from rnntui.network.keras.models.parse_model import parse_model


def parse_config(config: Any, version: str, source: str, backend: str = "") -> ModelDescription:
    """Read a decoded model config, in the meaning that it had to the Keras that wrote it.

    Args:
        config: what the JSON holds: {"class_name": "Sequential", "config": …}.
        version: Keras's version as the file says it, or "".
        source: the file's name, for messages.
        backend: what computed for that Keras, where the file says so.

    Raises:
        ModelFileError: a config that is not of a form that Keras wrote.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    writer = writer_of(version, config, backend)
    if writer.present:
        return replace(read_model_json(config, source), keras_version=writer.version)
    from rnntui.network.keras.legacy.file_notes import notes
    from rnntui.network.keras.legacy.model_configs import present_form

    try:
        present = present_form(config, writer)
    except UnknownLayerError as error:
        raise UnknownLayerError(f"{source}: {error}") from None
    description = read_model_json(present, source, older=True)
    said = (*description.notes, *notes(config, present, writer))
    return replace(
        description,
        keras_version=writer.version,
        notes=said,
        older=True,
        backend=writer.backend,
    )


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
    return flatten(parse_model(config, source, older=older), source)
