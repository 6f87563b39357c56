"""Files that commands read and write, on this machine; other front ends may supply others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from rnntui.atomic_files import atomic_file, check_writable
from rnntui.errors import InputError


class Files:
    """Files of this machine."""

    def write(self, name: str, fill: Callable[[BinaryIO], object]) -> str:
        """Write a file, completely or not at all; returns its name and whether it was replaced.

        Raises:
            OutputPathError: it can't be written.
        """
        path = Path(name)
        check_writable(path)
        there = path.exists()
        with atomic_file(path) as temporary, temporary.open("wb") as file:
            fill(file)
        return f"{path} (replaced)" if there else str(path)

    def read_lines(self, name: str) -> list[str]:
        """The lines of a text file.

        Raises:
            InputError: it can't be read.
        """
        return read_script(Path(name))

    def there(self, name: str) -> bool:
        """Whether a file of that name exists."""
        return Path(name).exists()


def read_script(path: Path) -> list[str]:
    """The lines of a script.

    Raises:
        InputError: it can't be read.
    """
    try:
        # utf-8-sig: Windows editors may begin a file with a byte order mark.
        return path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise InputError(f"{path}: can't be read ({reason})") from None
