"""All commands, in one list: the console, the help and the documents are drawn from it."""

from __future__ import annotations

from rnntui.debugger.commands.breaking import BREAKING
from rnntui.debugger.commands.command import Command, Context, Outcome
from rnntui.debugger.commands.exporting import EXPORTING
from rnntui.debugger.commands.finding import FINDING
from rnntui.debugger.commands.looking import LOOKING
from rnntui.debugger.commands.moving import MOVING
from rnntui.debugger.commands.on_screen import ON_SCREEN
from rnntui.debugger.commands.reading import READING
from rnntui.debugger.commands.sampling import SAMPLING
from rnntui.debugger.commands.timelines import TIMELINES
from rnntui.debugger.commands.units import UNITS


def _by_console(_: Context, __: str) -> Outcome:
    raise AssertionError("the console runs it")


_OF_CONSOLE = (
    Command("history", (), "", "The commands so far.", "history", _by_console, "command"),
    Command(
        "save", (), "FILE", "Write the commands so far as a script.", "save steps.txt",
        _by_console, "command",
    ),
    Command(
        "source", (), "FILE", "Run the commands of a script.", "source steps.txt",
        _by_console, "command",
    ),
    Command(
        "help", ("h",), "[COMMAND | PANE | keys]",
        "What can be typed; what a command does, or a pane shows; all keys.", "help break",
        _by_console, "help",
    ),
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    *MOVING,
    *UNITS,
    *TIMELINES,
    *BREAKING,
    *LOOKING,
    *READING,
    *SAMPLING,
    *FINDING,
    *EXPORTING,
    *_OF_CONSOLE,
    *ON_SCREEN,
)
# What a script need not do again.
UNRECORDED = frozenset({"history", "save", "help", "quit"} | {one.name for one in ON_SCREEN})
