"""Small JSON files under the user's state folder: each has a number for its form.

A file is written whole or not at all; one that is damaged is set aside, so that nothing is lost.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import msgspec
import platformdirs

from rnntui.atomic_files import atomic_file
from rnntui.errors import DataError, OutputPathError

# Set to anything, it keeps nothing.
OFF = "RNNTUI_NO_STATE"
_LARGEST = 2_000_000

T = TypeVar("T", bound=msgspec.Struct)


def state_folder() -> Path | None:
    """Where the files are; None where nothing is to be kept."""
    if os.environ.get(OFF):
        return None
    return platformdirs.user_state_path("rnntui", appauthor=False)


def read_state(file: Path, kind: type[T], schema: int) -> T:
    """What was kept; what it is without anything, where there is no file yet.

    Raises:
        DataError: it is damaged, or of a newer rnntui; it was set aside.
    """
    try:
        raw = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return kind()
    except OSError as error:
        raise DataError(f"{file}: can't be read ({error.strerror})") from None
    try:
        if len(raw) > _LARGEST:
            raise DataError("too large")
        # The number first: what a newer one holds may look different.
        found = msgspec.json.decode(raw, type=_Schema).schema
        if found != schema:
            raise DataError(f"of another version, {found}")
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, DataError, RecursionError, ValueError) as error:
        aside = file.with_name(f"{file.name}.damaged")
        try:
            file.replace(aside)
        except OSError:
            raise DataError(f"{file}: {error}; it is left as it is") from None
        raise DataError(f"{file.name}: {error}; set aside as {aside}") from None


def write_state(file: Path, state: msgspec.Struct) -> None:
    """Write it, whole or not at all.

    Raises:
        OutputPathError: it can't be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputPathError(f"{file.parent}: can't be made ({error.strerror})") from None
    with atomic_file(file) as beside:
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(state), indent=1))


class _Schema(msgspec.Struct):
    schema: int
