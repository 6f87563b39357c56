"""A model's description in a file of its own: what `model.to_json()` gives, of any Keras."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from rnntui.errors import ModelFileError

# A file that is larger is no description, whatever it is.
_LARGEST = 256 * 1024 * 1024


@dataclass(frozen=True)
class ConfigFile:
    """A model's description.

    config: decoded: {"class_name", "config", …}
    version: Keras's, as the file says it, or ""
    source: the file's name, for messages
    """

    config: Any
    version: str
    source: str


def read_config_file(path: Path) -> ConfigFile:
    """Read a model's description.

    Raises:
        ModelFileError: no such file, or it is no description of a model.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ModelFileError(f"{path}: too large to be a model's description")
        config = msgspec.json.decode(path.read_bytes())
        if isinstance(config, str):  # json.dump(model.to_json(), file) quotes the text once more
            config = msgspec.json.decode(config)
    except OSError as error:
        raise ModelFileError(f"{path}: can't be read ({error.strerror})") from None
    except (msgspec.DecodeError, UnicodeError):
        raise ModelFileError(
            f"{path}: is no JSON; --config takes the text that model.to_json() gives"
        ) from None
    if not is_config(config):
        raise ModelFileError(
            f"{path}: JSON, but no model's description; --config takes the text that "
            "model.to_json() gives"
        )
    return ConfigFile(config, str(config.get("keras_version") or ""), path.name)


def is_config(value: Any) -> bool:
    """Whether decoded JSON is a model's description."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("class_name"), str)
        and isinstance(value.get("config"), dict | list)
    )
