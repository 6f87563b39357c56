"""Reader for a model config in a separate file: the output of `model.to_json()`, of any Keras."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from rnntui.errors import ModelFileError

# No model config is larger; do not read such a file into memory.
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True)
class ConfigFile:
    """A model config.

    config: decoded JSON: {"class_name", "config", …}
    version: Keras's version as in the file, or ""
    source: the file's name, for messages
    """

    config: Any
    version: str
    source: str


def read_config_file(path: Path) -> ConfigFile:
    """Read a model config.

    Raises:
        ModelFileError: no such file, or not a model config.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ModelFileError(f"{path}: too large to be a model config")
        config = msgspec.json.decode(path.read_bytes())
        if isinstance(config, str):  # json.dump(model.to_json(), file) quotes the text once more
            config = msgspec.json.decode(config)
    except OSError as error:
        raise ModelFileError(f"{path}: can't be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeError):
        raise ModelFileError(
            f"{path}: is not JSON; --config takes the output of model.to_json()"
        ) from None
    if not is_config(config):
        raise ModelFileError(
            f"{path}: is JSON, but not a model config; --config takes the output of model.to_json()"
        )
    return ConfigFile(config, str(config.get("keras_version") or ""), path.name)


def is_config(value: Any) -> bool:
    """Whether decoded JSON is a model config."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("class_name"), str)
        and isinstance(value.get("config"), dict | list)
    )
