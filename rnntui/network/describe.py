"""A model's config to its description, whichever Keras wrote it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rnntui.errors import UnknownLayerError
from rnntui.network.keras_version import writer_of
from rnntui.network.model_json import ModelDescription, read_model_json


def describe_model(config: Any, version: str, source: str, backend: str = "") -> ModelDescription:
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
    from rnntui.network.older_forms import present_form
    from rnntui.network.older_notes import notes

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
