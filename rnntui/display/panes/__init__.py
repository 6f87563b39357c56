"""The panes of the main screen: a file each, with contents, keys and help; the file has the pane's name.

`tui/panes` draws them. A new pane is a file here, and its name in `PANE_NAMES` of the commands.
"""

from __future__ import annotations

from importlib import import_module

from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.display.pane import Pane

# Only the presenter layout has it, so no command names it.
PRESENTED = "presented"

PANES: dict[str, Pane] = {
    name: import_module(f"{__name__}.{name}").PANE for name in (*PANE_NAMES, PRESENTED)
}
