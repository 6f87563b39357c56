"""The table of all commands, for the console, the help and the documentation; parses a line."""

from __future__ import annotations

from difflib import get_close_matches

from rnntui.debugger.commands.command import (
    Command,
    CommandLine,
    Context,
    Outcome,
    Words,
    always,
    never,
)
from rnntui.debugger.commands.groups.breakpoint_commands import BREAKPOINT_COMMANDS
from rnntui.debugger.commands.groups.export_command import EXPORT
from rnntui.debugger.commands.groups.find_command import FIND
from rnntui.debugger.commands.groups.inspect_commands import INSPECT_COMMANDS
from rnntui.debugger.commands.groups.motion_commands import MOTION_COMMANDS
from rnntui.debugger.commands.groups.sample_commands import SAMPLE
from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN
from rnntui.debugger.commands.groups.view_commands import NUMBERS, TIMELINE, UNIT_AND_OUTPUT
from rnntui.errors import InputError


def _by_console(_: Context, __: str) -> Outcome:
    raise AssertionError("run by the console")


_OF_CONSOLE = (
    Command(
        "history", (), "", "List the commands so far.", "history", _by_console, "command",
        is_recorded=never,
    ),
    Command(
        "save", (), "FILE", "Save the commands so far as a script.", "save steps.txt",
        _by_console, "command", is_recorded=never,
    ),
    Command(
        "source", (), "FILE", "Run the commands of a script.", "source steps.txt",
        _by_console, "command", is_search=always,
    ),
    Command(
        "help", ("h",), "[COMMAND | PANE | keys]",
        "Show all commands, a command, what a pane shows, or all keys.", "help break",
        _by_console, "help",
        (Words(lambda _: [command.name for command in COMMANDS], first=True),), is_recorded=never,
    ),
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    *MOTION_COMMANDS,
    *UNIT_AND_OUTPUT,
    TIMELINE,
    *BREAKPOINT_COMMANDS,
    *INSPECT_COMMANDS,
    *NUMBERS,
    SAMPLE,
    FIND,
    EXPORT,
    *_OF_CONSOLE,
    *ON_SCREEN,
)
_BY_NAME = {name: command for command in COMMANDS for name in (command.name, *command.aliases)}


def parse_line(line: str) -> CommandLine:
    """Parse a line: a command by its name, alias or unambiguous prefix, and its argument.

    Raises:
        InputError: no such command, or an ambiguous one; names the nearest.
    """
    text = line.strip()
    word, *rest = text.split(None, 1)
    argument = rest[0] if rest else ""
    if (command := _BY_NAME.get(word)) is not None:
        return CommandLine(text, command, argument)
    matching = [command for command in COMMANDS if command.name.startswith(word)]
    if len(matching) == 1:
        return CommandLine(text, matching[0], argument)
    if matching:
        raise InputError(
            f"'{word}' is ambiguous: {' or '.join(command.name for command in matching)}"
        )
    near = get_close_matches(word, _BY_NAME, 1)
    hint = f"did you mean '{near[0]}'?" if near else "help lists all commands"
    raise InputError(f"no command '{word}'; {hint}")
