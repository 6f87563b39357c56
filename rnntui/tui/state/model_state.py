"""The app's side of what is kept from one time to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rnntui.debugger.state.model_state import (
    Layout,
    ModelState,
    lines_of,
    model_state_file,
    model_state_of,
    read_model_state,
    write_model_state,
)
from rnntui.errors import RnntuiError

if TYPE_CHECKING:
    from rnntui.debugger.commands.console import Console


class ModelStateKeeper:
    """Brings a model's breakpoints, watches, commands and layout back, and writes them down.

    Args:
        tell: takes what went wrong, for a reader.

    commands: what was typed, the oldest first
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._file: Path | None = None
        self._written = ModelState()
        self.commands: list[str] = []

    def restore(self, console: Console) -> Layout:
        """Bring back what was kept of the console's model."""
        path = console.session.graph.network.path
        self._file = None if path is None else model_state_file(path)
        if self._file is None:
            return Layout()
        try:
            kept = read_model_state(self._file)
        except RnntuiError as error:
            self._tell(str(error))
            return Layout()
        # The same file may have another name, and that alone need not be written down.
        self._written = msgspec.structs.replace(kept, model=str(path))
        self.commands[:0] = kept.commands
        for line in lines_of(kept, console.session):
            for answer in console.run(line):
                if answer.error is not None:
                    self._tell(f"{line}: {answer.error}")
        return kept.layout

    def typed(self, line: str) -> None:
        """Write down a line that was typed."""
        if line and line != (self.commands[-1] if self.commands else ""):
            self.commands.append(line)

    def save(self, console: Console, layout: Layout) -> None:
        """Write it down, if anything is different."""
        if self._file is None:
            return
        kept = model_state_of(console.session, self.commands, layout)
        if kept == self._written:
            return
        try:
            write_model_state(self._file, kept)
        except RnntuiError as error:
            self._tell(f"breakpoints and watches are not kept: {error}")
            self._file = None
        else:
            self._written = kept
