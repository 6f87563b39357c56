"""Which Keras wrote a file: the version it says, or the era that its config speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Writer:
    """The Keras that wrote a file.

    version: as the file says it ("2.2.4-tf"); "1" for a Keras 1 file that says none
    number: (major, minor)
    backend: what computed for it ("tensorflow", "theano", "cntk"); "" where nothing says so
    data_format: where its images have their channels, for a layer whose config is silent
    """

    version: str
    number: tuple[int, int]
    backend: str = ""
    data_format: str | None = None

    @property
    def present(self) -> bool:
        """Whether its files are of today's form, Keras 3's."""
        return self.number >= (3, 0)

    @property
    def by_tensorflow(self) -> bool:
        """Whether it is TensorFlow's tf.keras: "2.2.4-tf", and from 2.4 on there is no other."""
        return "-tf" in self.version or (2, 4) <= self.number < (3, 0)


def writer_of(version: str, config: Any, backend: str = "") -> Writer:
    """Who wrote a file, from its version, or from its config where it says no version."""
    found = re.match(r"(\d{1,4})(?:\.(\d{1,4}))?", version)
    if found:
        return Writer(version, (int(found[1]), int(found[2] or 0)), backend)
    if isinstance(config, dict) and "module" in config:
        return Writer(version, (3, 0), backend)
    # Keras 1 began to write its version late. What Keras 2 renamed tells the two apart.
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
