"""Commands of the screen. Without a screen they do nothing, so that scripts run in both."""

from __future__ import annotations

import re
from dataclasses import replace

from rnntui.debugger.commands.arguments.words import words
from rnntui.debugger.commands.command import Command, Context, Outcome, never


def _nothing(_: Context, __: str) -> Outcome:
    return Outcome("only has an effect on the screen")


# In reading order, which is also the order of the tab key.
PANE_NAMES = ("equations", "worked", "prediction", "variables", "timeline", "stops")
_PANES = " | ".join(PANE_NAMES)

_COMMANDS = (
    Command(
        "pane", (), f"[next | previous | {_PANES}]", "Move to another pane.",
        "pane timeline", _nothing, "next_pane",
    ),
    Command(
        "layout", (), "[next | auto | narrow | wide | large | focus | presenter | reset]",
        "Change the layout of the panes; reset: the default.", "layout focus", _nothing, "layout",
    ),
    Command(
        "hide", (), f"[{_PANES}]", "Hide a pane; the others use its space.", "hide stops", _nothing,
        "hide",
    ),
    Command(
        "unhide", (), f"[{_PANES}]", "Show hidden panes.", "unhide", _nothing, "unhide",
    ),
    Command(
        "swap", (), f"[next | previous | {_PANES}]",
        "Swap the selected pane with another.", "swap next", _nothing, "swap_next",
    ),
    Command("zoom", (), "", "Show the pane on the whole screen, or restore the layout.", "zoom", _nothing, "zoom"),
    Command(
        "copy", (), "[text | markdown | latex]", "Copy this frame to the clipboard.",
        "copy markdown", _nothing, "copy",
    ),
    Command(
        "theme", (), "[NAME]", "Choose the color theme: nord, gruvbox, textual-light and others.",
        "theme textual-light", _nothing, "theme",
    ),
    Command(
        "play", (), "[PER_SECOND]", "Step automatically until a breakpoint; again: pause.", "play 8",
        _nothing, "play",
    ),
    Command("faster", (), "", "Double the playback speed.", "faster", _nothing, "faster"),
    Command("slower", (), "", "Halve the playback speed.", "slower", _nothing, "slower"),
    Command("pick", (), "", "List, sort and filter all samples, and open one.", "pick", _nothing, "pick_sample"),
    Command("model", (), "", "Show the tree of layers and the cursor's place in it.", "model", _nothing, "model"),
    Command("train", (), "", "Train a model on this data and step through it.", "train", _nothing, "train"),
    Command("tour", (), "", "Learn the screen in five steps.", "tour", _nothing, "tour"),
    Command("palette", (), "", "Search all actions by name.", "palette", _nothing, "palette"),
    Command("suspend", (), "", "Suspend the debugger.", "suspend", _nothing, "suspend"),
    Command("command", (), "", "Open the command line.", "command", _nothing, "command"),
)  # fmt: skip


ON_SCREEN = tuple(
    # Their usage names all words they accept.
    replace(command, words=(words(*re.findall(r"[a-z]+", command.usage)),), is_recorded=never)
    for command in _COMMANDS
)
