"""The help page of a pane: what it shows, and what it shows at the cursor."""

from __future__ import annotations

from rnntui.debugger.commands.actions import BY_ID
from rnntui.debugger.frame.frame import Frame
from rnntui.display.help.page import HelpPage
from rnntui.display.panes import PANES
from rnntui.display.primitives.text import plain

_WIDTH = 80
# Actions that work in every pane.
_EVERYWHERE = ("zoom", "next_pane", "keys")
# Keys that scroll any pane: Textual's names, as shown, what they do.
SCROLLING: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("j", "k", "down", "up"), "j k", "Scroll down, up; also ↓ ↑."),
    (("J", "K", "pagedown", "pageup"), "J K", "A page down, up; also pgdn pgup."),
    (("home", "end"), "home", "To the top; end: to the bottom."),
)


def pane_help(pane: str, frame: Frame) -> HelpPage:
    """The help page of a pane."""
    shown = PANES[pane]
    ids = [name for name, _ in shown.keys] + list(_EVERYWHERE)
    keys = tuple((BY_ID[name].shown, BY_ID[name].help) for name in ids)
    keys += tuple((key, meaning) for _, key, meaning in SCROLLING)
    return HelpPage(shown.title, shown.about, tuple(shown.here(frame)), shown.signs, keys)


def pane_help_text(pane: str, frame: Frame) -> str:
    """The page as text for a script's output; "" if there is no such pane."""
    if pane not in PANES:
        return ""
    return "\n".join(plain(found) for found in pane_help(pane, frame).lines(_WIDTH))
