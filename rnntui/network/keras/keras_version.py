"""The Keras version that wrote a file: the one it names, or a guess from its config."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Writer:
    """The Keras that wrote a file.

    version: as in the file ("2.2.4-tf"); "1" for a Keras 1 file without a version
    number: (major, minor)
    backend: "tensorflow", "theano", "cntk", or "" if unknown
    data_format: of images, for a layer whose config does not give it
    """

    version: str
    number: tuple[int, int]
    backend: str = ""
    data_format: str | None = None

    @property
    def present(self) -> bool:
        """Whether its files have the current form, that of Keras 3."""
        return self.number >= (3, 0)

    @property
    def by_tensorflow(self) -> bool:
        """Whether it is tf.keras: "2.2.4-tf", or any from 2.4 on, since there was no other Keras 2 then."""
        return "-tf" in self.version or (2, 4) <= self.number < (3, 0)


def writer_of(version: str, config: Any, backend: str = "") -> Writer:
    """The Keras that wrote a file, by its version, or by its config if it has no version."""
    found = re.match(r"(\d{1,4})(?:\.(\d{1,4}))?", version)
    if found:
        return Writer(version, (int(found[1]), int(found[2] or 0)), backend)
    if isinstance(config, dict) and "module" in config:
        return Writer(version, (3, 0), backend)
    # Early files have no version; the arguments that Keras 2 renamed tell it from Keras 1.
    keys = {key for layer in _layer_configs(config) for key in layer}
    if keys & {"units", "kernel_initializer", "use_bias", "rate"}:
        return Writer("2", (2, 0), backend)
    return Writer("1", (1, 0), backend)


def _layer_configs(config: Any) -> Iterator[dict[str, Any]]:
    body = config.get("config") if isinstance(config, dict) else None
    layers = body.get("layers") if isinstance(body, dict) else body
    for entry in layers if isinstance(layers, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("config"), dict):
            yield entry["config"]
