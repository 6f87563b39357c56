"""The commands of the screen alone: elsewhere they change nothing, so that a script runs in both."""

from __future__ import annotations

import re
from dataclasses import replace

from rnntui.debugger.commands.arguments.words import words
from rnntui.debugger.commands.command import Command, Context, Outcome, never


def _nothing(_: Context, __: str) -> Outcome:
    return Outcome("is for the screen: nothing to do here")


_PANES = "equations | worked | prediction | variables | timeline | stops"

_COMMANDS = (
    Command(
        "pane", (), f"[next | previous | {_PANES}]", "Move to another pane of the screen.",
        "pane timeline", _nothing, "next_pane",
    ),
    Command(
        "layout", (), "[next | auto | narrow | wide | large | focus | presenter | reset]",
        "Arrange the panes; reset: as they were at first.", "layout focus", _nothing, "layout",
    ),
    Command(
        "hide", (), f"[{_PANES}]", "Hide a pane; others take its room.", "hide stops", _nothing,
        "hide",
    ),
    Command(
        "unhide", (), f"[{_PANES}]", "Show hidden panes again.", "unhide", _nothing, "unhide",
    ),
    Command(
        "swap", (), f"[next | previous | {_PANES}]",
        "Let the chosen pane change places with another.", "swap next", _nothing, "swap_next",
    ),
    Command("zoom", (), "", "Give the pane all of the screen, or put it back.", "zoom", _nothing, "zoom"),
    Command(
        "copy", (), "[text | markdown | latex]", "Copy this frame to the clipboard.",
        "copy markdown", _nothing, "copy",
    ),
    Command(
        "theme", (), "[NAME]", "Choose the colours of the screen: nord, gruvbox, textual-light and others.",
        "theme textual-light", _nothing, "theme",
    ),
    Command(
        "play", (), "[PER_SECOND]", "Go on by itself, up to a breakpoint; again: pause.", "play 8",
        _nothing, "play",
    ),
    Command("faster", (), "", "Play twice as fast.", "faster", _nothing, "faster"),
    Command("slower", (), "", "Play half as fast.", "slower", _nothing, "slower"),
    Command("pick", (), "", "Sort and filter all samples, and open one.", "pick", _nothing, "pick_sample"),
    Command("model", (), "", "The tree of layers, and where one is in it.", "model", _nothing, "model"),
    Command("train", (), "", "Train a model on this data, then step through it.", "train", _nothing, "train"),
    Command("tour", (), "", "Five steps through the screen, by doing.", "tour", _nothing, "tour"),
    Command("palette", (), "", "Search all actions of the screen.", "palette", _nothing, "palette"),
    Command("suspend", (), "", "Put the screen to sleep.", "suspend", _nothing, "suspend"),
    Command("command", (), "", "The line where commands are typed.", "command", _nothing, "command"),
)  # fmt: skip


ON_SCREEN = tuple(
    # Their usage names all words that they take.
    replace(command, words=(words(*re.findall(r"[a-z]+", command.usage)),), is_recorded=never)
    for command in _COMMANDS
)
