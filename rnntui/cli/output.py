"""How the subcommands print: JSON for programs, rich for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_WIDE = 160


def print_json(value: Any) -> None:
    """One JSON object on stdout; what JSON has no number for, NaN and infinity, is null."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def console(*, stderr: bool = False) -> Console:
    """Where to print for people: as wide as the terminal; wide, and whole, into a file or pipe."""
    from rich.console import Console

    class QuietConsole(Console):
        """Leaves it to the command what happens when the reader of a pipe has gone."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    out = QuietConsole(stderr=stderr, highlight=False)
    if not out.is_terminal:
        out.width = _WIDE
    return out


def plain(text: object) -> Text:
    """Text of a file or a model, which may hold what rich would take for markup."""
    from rich.text import Text

    return Text(str(text))


def heading(what: str, detail: str) -> Text:
    """The line above a table: what it is about, and more of it, dimmed."""
    from rich.text import Text

    return Text.assemble((what, "bold"), "  ", (detail, "dim"))


INTERRUPTED = 130
"""After a Ctrl-C that left nothing: 128 + SIGINT."""

BROKEN_PIPE = 141
"""When whoever read our output has left: 128 + SIGPIPE."""
