"""Parses the model config of any Keras version into a description."""

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
    """Parse a decoded model config with the meaning it had in the Keras that wrote it.

    Args:
        config: decoded JSON: {"class_name": "Sequential", "config": …}.
        version: Keras's version as in the file, or "".
        source: the file's name, for messages.
        backend: the backend of that Keras, if the file names it.

    Raises:
        ModelFileError: a config in a form that no Keras writes.
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
    all_notes = (*description.notes, *notes(config, present, writer))
    return replace(
        description,
        keras_version=writer.version,
        notes=all_notes,
        older=True,
        backend=writer.backend,
    )


def read_model_json(config: Any, source: str, *, older: bool = False) -> ModelDescription:
    """Parse a decoded model config in the form of Keras 3.

    Args:
        config: decoded JSON: {"class_name": "Sequential", "config": {…}}.
        source: the file's name, for messages.
        older: whether it was converted from Keras 1 or 2.

    Raises:
        ModelFileError: a config in a form that Keras does not write.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    if not isinstance(config, dict) or not isinstance(config.get("config"), dict):
        raise ModelFileError(f"{source}: its config is not a Keras model's")
    return flatten(parse_model(config, source, older=older), source)
