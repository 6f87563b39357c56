"""All commands, in one list: the console, the help and the documents are drawn from it."""

from __future__ import annotations

from rnntui.debugger.commands.command import Command, Context, Outcome
from rnntui.debugger.commands.groups.breakpoint_commands import BREAKING
from rnntui.debugger.commands.groups.export_command import EXPORTING
from rnntui.debugger.commands.groups.find_command import FINDING
from rnntui.debugger.commands.groups.inspect_commands import LOOKING
from rnntui.debugger.commands.groups.motion_commands import MOVING
from rnntui.debugger.commands.groups.sample_commands import SAMPLING
from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN
from rnntui.debugger.commands.groups.view_commands import READING, TIMELINES, UNITS


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
