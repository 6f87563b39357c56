"""Saving and copying the screen or the frame: to this machine, or on the web to the browser."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Any, BinaryIO

from textual.app import App

from rnntui.debugger.commands.files import Files
from rnntui.debugger.frame.frame import Frame
from rnntui.errors import InputError

_FORMS = {"": ".txt", "text": ".txt", "markdown": ".md", "latex": ".tex"}


def written(frame: Frame, ending: str) -> str:
    """The frame as a document."""
    from rnntui.display.saved.document import document

    return document(frame, ending)


def picture(app: App[Any]) -> str:
    """The screen as SVG, in the reader's own fonts: a picture loads nothing from elsewhere."""
    drawn = app.export_screenshot(title="rnntui")
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    drawn = drawn.replace("Fira Code,", "Fira Code, DejaVu Sans Mono, Menlo, Consolas,")
    # Some that draw it would drop the blanks at the ends of a text.
    return drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)


class ScreenFiles(Files):
    """The files of this machine; for a screen in a browser, files that the browser downloads.

    A visitor reads and writes no files here.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app

    def write(self, name: str, fill: Callable[[BinaryIO], object]) -> str:
        """Write a file, or pass it to the browser; returns a message."""
        if not self._app.is_web:
            return super().write(name, fill)
        # NumPy closes the file it writes a zip to; its bytes are needed afterwards.
        buffer = io.BytesIO()
        fill(buffer)
        short = PurePath(name).name
        self._app.deliver_binary(io.BytesIO(buffer.getvalue()), save_filename=short)
        return f"{short}, to the browser"

    def read_lines(self, name: str) -> list[str]:
        """The lines of a text, on this machine only."""
        if self._app.is_web:
            raise InputError(f"{name}: the server's files are not read for the web")
        return super().read_lines(name)

    def there(self, name: str) -> bool:
        """Whether a file would be replaced: never in a browser."""
        return not self._app.is_web and super().there(name)


def copy(app: App[Any], frame: Frame, form: str) -> str:
    """Copy the frame to the clipboard; returns a message.

    Raises:
        InputError: there is no such form.
    """
    if form not in _FORMS:
        raise InputError(f"'{form}': copy text, markdown or latex")
    text = written(frame, _FORMS[form])
    app.copy_to_clipboard(text)
    lines = text.count("\n")
    return f"copied {lines} lines of {form or 'text'}, where the terminal allows it (OSC 52)"
