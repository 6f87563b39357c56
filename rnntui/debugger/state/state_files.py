"""State files: small JSON files in the user's state folder, each with a schema number.

A file is written completely or not at all. A damaged file is set aside, so that nothing is lost; a
file of a newer rnntui is neither used nor overwritten.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import msgspec
import platformdirs

from rnntui.atomic_files import atomic_file
from rnntui.errors import DataError, OutputPathError

# If set to anything, no state is read or written.
OFF = "RNNTUI_NO_STATE"
_LARGEST = 2_000_000

T = TypeVar("T", bound=msgspec.Struct)


def state_folder() -> Path | None:
    """The folder of the state files; None if state is turned off."""
    if os.environ.get(OFF):
        return None
    return platformdirs.user_state_path("rnntui", appauthor=False)


def read_state(file: Path, kind: type[T], schema: int) -> T:
    """Read a state file; the defaults of `kind` if there is none yet.

    Args:
        file: its path.
        kind: the type of its contents.
        schema: the newest schema number that this rnntui reads.

    Raises:
        DataError: it is damaged (and was set aside), or of a newer rnntui (and was left alone).
    """
    try:
        raw = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return kind()
    except OSError as error:
        raise DataError(f"{file}: can't be read ({error.strerror})") from None
    found = _schema_of(raw)
    if found is not None and found > schema:
        raise DataError(f"{file}: written by a newer rnntui (schema {found}); ignored, not changed")
    try:
        if len(raw) > _LARGEST:
            raise DataError("too large")
        state = msgspec.json.decode(raw, type=kind)
        if found != schema:
            raise DataError(
                "no schema number" if found is None else f"schema {found}, not {schema}"
            )
        return state
    except (msgspec.MsgspecError, DataError, RecursionError, ValueError) as error:
        aside = file.with_name(f"{file.name}.damaged")
        try:
            file.replace(aside)
        except OSError:
            raise DataError(f"{file}: {error}; left unchanged") from None
        raise DataError(f"{file.name}: {error}; set aside as {aside}") from None


def write_state(file: Path, state: msgspec.Struct, schema: int) -> None:
    """Write a state file, completely or not at all.

    Raises:
        OutputPathError: it can't be written, or the file there is of a newer rnntui.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        found = _schema_of(file.read_bytes()) if file.is_file() else None
    except OSError as error:
        raise OutputPathError(f"{file}: can't be written ({error.strerror})") from None
    if found is not None and found > schema:
        raise OutputPathError(f"{file}: written by a newer rnntui (schema {found}); not changed")
    with atomic_file(file) as temporary:
        temporary.write_bytes(msgspec.json.format(msgspec.json.encode(state), indent=1))


def _schema_of(raw: bytes) -> int | None:
    """The schema number, read without the rest, which a newer rnntui may write differently."""
    try:
        return msgspec.json.decode(raw[:_LARGEST], type=_Schema).schema
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


class _Schema(msgspec.Struct):
    schema: int
