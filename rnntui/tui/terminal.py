"""The terminal: checking that there is one, and keeping the output of native code off the screen."""

from __future__ import annotations

import codecs
import locale
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rnntui.errors import TerminalError


def check_terminal(model: Path | str) -> None:
    """Make sure that there is a terminal to draw on and to read keys from.

    model: the model to open, for the message

    Raises:
        TerminalError: stdin or stderr is not a terminal, or it is a dumb one. (Textual draws on
            stderr, and would write its escapes into a file.)
    """
    if in_browser():
        return
    instead = f"without one, use: rnntui trace {model}"
    streams = (("stdin", sys.__stdin__), ("stderr", sys.__stderr__))
    for name, stream in streams:
        if stream is None or stream.closed or not stream.isatty():
            raise TerminalError(
                f"the screen needs a terminal on stdin and stderr, and {name} is not one; {instead}"
            )
    if os.environ.get("TERM") == "dumb":
        raise TerminalError(f"the screen needs a terminal, and TERM is dumb; {instead}")


def has_unicode() -> bool:
    """Whether the terminal's encoding has more than ASCII and a few letters; a browser's has."""
    return in_browser() or codecs.lookup(locale.getencoding()).name.startswith("utf")


def in_browser() -> bool:
    """Whether a server started this for a web page, whose terminal is behind pipes."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


@contextmanager
def own_stderr() -> Iterator[None]:
    """Keep the terminal for the app: what native code writes to descriptor 2 is shown afterwards.

    Python's stderr, which Textual draws on, is moved to another descriptor meanwhile.
    """
    before = sys.__stderr__, sys.stderr
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as log, os.fdopen(kept, "w", encoding="utf-8") as terminal:
        os.dup2(log.fileno(), 2)
        sys.__stderr__ = sys.stderr = terminal  # type: ignore[misc]
        try:
            yield
        finally:
            terminal.flush()
            sys.__stderr__, sys.stderr = before  # type: ignore[misc]
            os.dup2(kept, 2)
            log.seek(0)
            if said := log.read():
                os.write(2, said)
