"""How the subcommands print: JSON for programs, rich for people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_WIDE = 160


def print_json(value: Any) -> None:
    """One JSON object on stdout; NaN and infinity, which JSON does not have, become null."""
    import msgspec

    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")


def console(*, stderr: bool = False) -> Console:
    """Where to print for people: as wide as the terminal; wide, and whole, into a file or pipe."""
    from rich.console import Console

    class QuietConsole(Console):
        """A console that lets the command handle a closed pipe."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    out = QuietConsole(stderr=stderr, highlight=False)
    if not out.is_terminal:
        out.width = _WIDE
    return out


def plain(text: object) -> Text:
    """Text from a file or a model, which may contain what rich takes for markup."""
    from rich.text import Text

    return Text(str(text))


def heading(what: str, detail: str) -> Text:
    """The line above a table: its subject, and details dimmed."""
    from rich.text import Text

    return Text.assemble((what, "bold"), "  ", (detail, "dim"))


INTERRUPTED = 130
"""After a Ctrl-C that left nothing: 128 + SIGINT."""

BROKEN_PIPE = 141
"""When whoever read our output has left: 128 + SIGPIPE."""
