"""Where commands read and write files: on this machine, if nobody says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from rnntui.atomic_files import atomic_file, check_writable
from rnntui.errors import InputError


class Files:
    """The files of this machine."""

    def write(self, name: str, fill: Callable[[BinaryIO], object]) -> str:
        """Write a file, whole or not at all; what is to be told: its name, and what it replaced.

        Raises:
            OutputPathError: it can't be written.
        """
        path = Path(name)
        check_writable(path)
        there = path.exists()
        with atomic_file(path) as beside, beside.open("wb") as file:
            fill(file)
        return f"{path} (replaced)" if there else str(path)

    def read_lines(self, name: str) -> list[str]:
        """The lines of a text.

        Raises:
            InputError: it can't be read.
        """
        return read_script(Path(name))

    def there(self, name: str) -> bool:
        """Whether a file of that name would be replaced."""
        return Path(name).exists()


def read_script(path: Path) -> list[str]:
    """The lines of a script.

    Raises:
        InputError: it can't be read.
    """
    try:
        # With or without the mark that Windows puts before a text.
        return path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise InputError(f"{path}: can't be read ({reason})") from None
