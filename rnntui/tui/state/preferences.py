"""The app's side of what a user likes, whatever the model."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from rnntui.debugger.state.preferences import (
    Preferences,
    preferences_file,
    read_preferences,
    write_preferences,
)
from rnntui.errors import RnntuiError


class PreferencesKeeper:
    """Knows what was chosen, and writes down what is chosen anew.

    Args:
        keep: whether it is kept from one time to the next.

    current: what is chosen now
    told: what went wrong when it was read, "" for nothing
    """

    def __init__(self, *, keep: bool) -> None:
        self._file = preferences_file() if keep else None
        self.current = Preferences()
        self.told = ""
        if self._file is not None:
            try:
                self.current = read_preferences(self._file)
            except RnntuiError as error:
                self.told = str(error)

    @property
    def kept(self) -> bool:
        """Whether there is a file to keep it in."""
        return self._file is not None

    def choose(self, tell: Callable[[str], None], **changes: object) -> None:
        """Choose otherwise, by the names of Preferences; `tell` takes what went wrong."""
        chosen = msgspec.structs.replace(self.current, **changes)
        if chosen == self.current:
            return
        self.current = chosen
        if self._file is None:
            return
        try:
            write_preferences(self._file, chosen)
        except RnntuiError as error:
            tell(f"what you choose is not kept: {error}")
            self._file = None
