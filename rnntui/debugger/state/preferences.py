"""How a user likes the screen, whatever the model: one small file under the user's state folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from rnntui.debugger.number_format import PRECISIONS, USUAL, NumberFormat
from rnntui.debugger.state.state_files import read_state, state_folder, write_state

SCHEMA = 1


class Preferences(msgspec.Struct, frozen=True):
    """theme: of Textual's, "" for the usual one; toured: whether the tour was seen, or declined.

    layout: its name; hidden: the panes that are not shown; moved: pairs of panes that changed places
    precision: digits of a number; opened: whether long vectors are written out
    """

    schema: int = SCHEMA
    theme: str = ""
    toured: bool = False
    layout: str = "auto"
    hidden: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    precision: int = USUAL
    opened: bool = False

    @property
    def reading(self) -> NumberFormat:
        """How numbers are shown; a precision that there is not is the usual one."""
        return NumberFormat(self.precision if self.precision in PRECISIONS else USUAL, self.opened)


def preferences_file() -> Path | None:
    """Where they are; None where nothing is to be kept."""
    folder = state_folder()
    return None if folder is None else folder / "preferences.json"


def read_preferences(file: Path) -> Preferences:
    """What was chosen; what is usual, where there is no file yet.

    Raises:
        DataError: it is damaged, or of a newer rnntui; it was set aside.
    """
    return read_state(file, Preferences, SCHEMA)


def write_preferences(file: Path, preferences: Preferences) -> None:
    """Write them, whole or not at all.

    Raises:
        OutputPathError: they can't be written.
    """
    write_state(file, preferences, SCHEMA)
