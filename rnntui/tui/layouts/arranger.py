"""The user's arrangement: the layout, and which panes are hidden, moved, brought up, zoomed."""

from __future__ import annotations

from collections.abc import Mapping

from textual.geometry import Region

from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.debugger.state.preferences import Preferences
from rnntui.display.panes import PRESENTED
from rnntui.errors import InputError
from rnntui.tui.layouts.arrangement import Arrangement, arrange, panes_of, with_moved, without
from rnntui.tui.layouts.named import AUTO, AUTO_HELP, LAYOUTS, NAMES, layout_for
from rnntui.tui.layouts.shapes import Layout, Part

# If at least this many panes take turns in one place, tab first cycles through them.
_STAGE = 3


class Arranger:
    """Knows where each pane is on a screen of a given size.

    Args:
        liked: the stored preferences.

    chosen: the pane that had the keyboard last, "" for none; zoomed: the pane that fills the screen,
    "" for none; size: width and height of the screen
    """

    def __init__(self, liked: Preferences) -> None:
        self._layout = liked.layout if liked.layout in NAMES else AUTO
        self._hidden = tuple(pane for pane in liked.hidden if pane in PANE_NAMES)
        if len(self._hidden) >= len(PANE_NAMES):
            self._hidden = ()
        self._moved = _permutation(dict(liked.moved))
        self._recent: list[str] = []
        self.chosen = ""
        self.zoomed = ""
        self.size = (120, 36)

    @property
    def liked(self) -> dict[str, object]:
        """The values to store, by the names of Preferences."""
        return {
            "layout": self._layout,
            "hidden": self._hidden,
            "moved": tuple(self._moved.items()),
        }

    @property
    def layout(self) -> Layout:
        """The layout that is shown."""
        return layout_for(self._layout, *self.size)

    @property
    def shown(self) -> tuple[str, ...]:
        """All panes that are not hidden, in the order of the tab key."""
        there = panes_of(self._parts())
        order = (PRESENTED, *(self._moved.get(pane, pane) for pane in PANE_NAMES))
        return tuple(pane for pane in order if pane in there)

    def arranged(self) -> Arrangement:
        """Where they are. The first line is the head's, the last two are the status's and hints'."""
        width, height = self.size
        whole = Region(0, 1, width, height - 3)
        if self.zoomed:
            return Arrangement({self.zoomed: whole}, {self.zoomed: (self.zoomed,)})
        return arrange(self._parts(), whole, self._recent)

    def beside(self, focused: str, by: int) -> str:
        """The pane after the focused one, or before it; "" is none."""
        panes = self.shown
        if focused not in panes:
            focused, turns = self._stage()
            if len(turns) < _STAGE:
                return panes[0 if by > 0 else -1]
            panes = turns
        return panes[(panes.index(focused) + by) % len(panes)]

    def bring_up(self, pane: str) -> None:
        """Bring up a pane.

        Raises:
            InputError: it is not on the screen.
        """
        if pane not in self.shown:
            hidden = pane in self._hidden
            why = "it is hidden; Z shows it" if hidden else f"one of {', '.join(self.shown)}"
            raise InputError(f"pane {pane}: {why}")
        if self.zoomed:
            self.zoomed = pane
        self._recent = [pane, *(item for item in self._recent if item != pane)]

    def zoom(self) -> None:
        """Give the chosen pane all of the screen, or put it back."""
        if not self.zoomed and self.chosen not in self.shown:
            stage, turns = self._stage()
            worked = "worked" in self.shown and len(turns) < _STAGE
            self.chosen = "worked" if worked else stage
        self.zoomed = "" if self.zoomed else self.chosen

    def choose(self, name: str) -> str:
        """Choose a layout by name, `next`, `previous`, or `reset` for the default arrangement.

        Raises:
            InputError: there is no such layout, or the screen is too small for it.
        """
        if name == "reset":
            self._layout, self._hidden, self._moved, name = AUTO, (), {}, AUTO
        fitting = [item for item in NAMES if item == AUTO or self._fits(item)]
        if name in ("next", "previous"):
            at = fitting.index(self._layout) if self._layout in fitting else 0
            by = 1 if name == "next" else -1
            around = [fitting[(at + by * more) % len(fitting)] for more in range(1, len(fitting))]
            # A layout that looks the same as the current one would seem to have no effect.
            name = next(item for item in around if layout_for(item, *self.size) is not self.layout)
        if name not in NAMES:
            raise InputError(f"layout {name}: there are {', '.join(NAMES)}; and next, reset")
        if name not in fitting:
            width, height = LAYOUTS[name].needs
            have = "×".join(str(size) for size in self.size)
            raise InputError(f"layout {name}: needs {width}×{height} characters; these are {have}")
        self._layout, self.zoomed = name, ""
        self._recent = []
        text = AUTO_HELP if name == AUTO else LAYOUTS[name].help
        away = f" Hidden: {', '.join(self._hidden)}; Z shows them." if self._hidden else ""
        return f"layout {name}: {text}{away}"

    def hide(self, pane: str) -> str:
        """Hide a pane; the others use its space.

        Raises:
            InputError: there is no such pane, or it is the last one.
        """
        pane = self._one(pane, "hide")
        left = without(self._parts(), {pane})
        if left is None or not set(panes_of(left)) & set(PANE_NAMES):
            raise InputError(f"hide {pane}: it is the last pane")
        self._hidden = (*self._hidden, pane)
        if self.zoomed == pane:
            self.zoomed = ""
        if self.chosen == pane:
            self.chosen = ""
        return f"{pane} is hidden; Z shows it again"

    def unhide(self, pane: str) -> str:
        """Show a hidden pane again, or all of them.

        Raises:
            InputError: no pane is hidden, or that one is not.
        """
        if not self._hidden:
            raise InputError("no pane is hidden; H hides the one that tab chose")
        if pane and pane not in self._hidden:
            raise InputError(f"unhide {pane}: hidden are {', '.join(self._hidden)}")
        back = (pane,) if pane else self._hidden
        self._hidden = tuple(item for item in self._hidden if item not in back)
        return f"{', '.join(back)}: shown again"

    def swap(self, other: str) -> str:
        """Swap the chosen pane with another: its name, `next` or `previous`.

        Raises:
            InputError: no pane is chosen, or there is no such other.
        """
        pane = self._one("", "swap")
        if other in ("next", "previous"):
            panes = [item for item in self.shown if item != PRESENTED]
            other = panes[(panes.index(pane) + (1 if other == "next" else -1)) % len(panes)]
        other = self._one(other, "swap")
        if other == pane:
            raise InputError(f"swap: {pane} is the only pane")
        home = {self._moved.get(item, item): item for item in PANE_NAMES}
        self._moved = _permutation({**self._moved, home[pane]: other, home[other]: pane})
        self._recent = [pane, *(item for item in self._recent if item != pane)]
        return f"{pane} and {other} changed places; layout reset puts all back"

    def _stage(self) -> tuple[str, tuple[str, ...]]:
        """The place where most panes take turns: the pane on top, and all of them."""
        return max(self.arranged().turns.items(), key=lambda item: len(item[1]))

    def _parts(self) -> Part:
        parts = with_moved(self.layout.parts, self._moved)
        return without(parts, set(self._hidden)) or parts

    def _one(self, pane: str, verb: str) -> str:
        """A pane on the screen: the named one, or the chosen one."""
        pane = pane or self.zoomed or self.chosen
        if not pane:
            raise InputError(f"{verb}: no pane is chosen; tab goes to one")
        if pane == PRESENTED:
            raise InputError(f"{verb} {pane}: it belongs to this layout; L goes to the next one")
        if pane not in self.shown:
            shown = ", ".join(item for item in self.shown if item != PRESENTED)
            raise InputError(f"{verb} {pane}: one of {shown}")
        return pane

    def _fits(self, name: str) -> bool:
        return layout_for(name, *self.size) is LAYOUTS[name]


def _permutation(moved: Mapping[str, str]) -> dict[str, str]:
    """The moved panes, if every pane still has one place."""
    whole = {pane: moved.get(pane, pane) for pane in PANE_NAMES}
    if set(moved) - set(PANE_NAMES) or sorted(whole.values()) != sorted(PANE_NAMES):
        return {}
    return {at: pane for at, pane in whole.items() if at != pane}
