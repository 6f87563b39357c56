"""Preferences of the user for all models, in one file in the user's state folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from rnntui.debugger.number_format import PRECISIONS, USUAL, NumberFormat
from rnntui.debugger.state.state_files import read_state, state_folder, write_state

SCHEMA = 1


class Preferences(msgspec.Struct, frozen=True):
    """The preferences.

    theme: a Textual theme, "" for the default; toured: whether the tour was shown or declined
    layout: its name; hidden: the hidden panes; moved: pairs of swapped panes
    precision: digits of a number; opened: whether long vectors are shown in full
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
        """The number format; the default precision if the stored one is unknown."""
        return NumberFormat(self.precision if self.precision in PRECISIONS else USUAL, self.opened)


def preferences_file() -> Path | None:
    """The preferences file; None if state is off."""
    folder = state_folder()
    return None if folder is None else folder / "preferences.json"


def read_preferences(file: Path) -> Preferences:
    """Read the preferences; the defaults if there is no file yet.

    Raises:
        DataError: damaged (and set aside), or of a newer rnntui (and left alone).
    """
    return read_state(file, Preferences, SCHEMA)


def write_preferences(file: Path, preferences: Preferences) -> None:
    """Write the preferences, completely or not at all.

    Raises:
        OutputPathError: they can't be written, or the file is of a newer rnntui.
    """
    write_state(file, preferences, SCHEMA)
