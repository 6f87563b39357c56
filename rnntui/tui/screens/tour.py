"""The tour on the screen: a box next to the pane it explains; all keys work as usual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset, Region, Size

from rnntui.display.help.tour import TOUR, tour_lines, tour_title
from rnntui.tui.panes.line_pane import LineBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rnntui.tui.screens.main import MainScreen

WIDTH = 50
# The border, and a blank at either side.
_AROUND = 4


class TourBox(LineBlock):
    """One step of the tour; a click continues, as enter does."""

    DEFAULT_CSS = """
    TourBox {
        layer: above; position: absolute; width: 50; box-sizing: content-box;
        border: round $key; border-title-color: $key; border-title-style: bold;
        border-subtitle-color: $hint; padding: 0 1; background: $surface;
    }
    """

    def __init__(self, go_on: Callable[[], None]) -> None:
        super().__init__(id="tour")
        self._go_on = go_on
        self.border_subtitle = "enter goes on · esc ends it"
        self.number = 0

    def on_click(self) -> None:
        """Go on."""
        self._go_on()

    def show_step(self, number: int) -> None:
        """Draw a step."""
        self.number = number
        self.border_title = tour_title(number)
        self.styles.width = WIDTH - _AROUND
        self.show_lines(tour_lines(number, WIDTH - _AROUND))

    def place(self, regions: Mapping[str, Region], screen: Size) -> None:
        """Move next to the pane of the step."""
        size = Size(WIDTH, len(self.drawn) + 2)
        # Not on the status, nor on the keys.
        whole = Region(0, 1, screen.width, screen.height - 3)
        pane = regions.get(TOUR[self.number].pane, Region(0, 0, 0, 0))
        self.styles.offset = beside(pane, size, whole)


def beside(pane: Region, box: Size, whole: Region) -> Offset:
    """The place of a box next to a pane, not over it; in a corner, if necessary.

    There is always room for it in the whole region.
    """
    right, bottom = whole.right - box.width, whole.bottom - box.height
    x, y = min(pane.x, right), max(whole.y, min(pane.y, bottom))
    places = (
        Offset(x, pane.bottom),
        Offset(x, pane.y - box.height),
        Offset(pane.right, y),
        Offset(pane.x - box.width, y),
    )
    for place in places:
        region = Region.from_offset(place, box)
        if whole.contains_region(region) and not region.overlaps(pane):
            return place
    return Offset(right, bottom)


class Tour:
    """The tour's progress.

    Args:
        main: returns the screen it is shown on.
        started: called when it begins.
    """

    def __init__(self, main: Callable[[], MainScreen], started: Callable[[], None]) -> None:
        self._main = main
        self._started = started
        self._box: TourBox | None = None

    @property
    def on(self) -> bool:
        """Whether the tour is running."""
        return self._box is not None

    @property
    def number(self) -> int:
        """The step, from 0; -1 if it is not running."""
        return -1 if self._box is None else self._box.number

    def start(self, *, asked: bool = True) -> None:
        """Start, or restart; if it starts automatically, the focus does not change."""
        self._started()
        main = self._main()
        if main.arranger.zoomed:
            # A pane with all of the screen would be under the box.
            main.zoom()
        if self._box is None:
            self._box = main.tour = TourBox(self.advance)
            self._box.show_step(0)
            main.mount(self._box)
        self._show(0, take=asked)

    def takes(self, name: str) -> bool:
        """Whether a key only continues: → where the step asks for another key."""
        leads = name == "next_unit" and self.on and TOUR[self.number].action != name
        if leads:
            self.advance()
        return leads

    def did(self, name: str) -> None:
        """An action was run; if the step asked for it, continue."""
        if self.on and TOUR[self.number].action == name:
            self.advance()

    def advance(self) -> None:
        """The next step; after the last one, the end."""
        if self.number + 1 < len(TOUR):
            self._show(self.number + 1, take=True)
        else:
            self.leave()

    def leave(self) -> None:
        """End it."""
        box, main = self._box, self._main()
        if box is not None:
            self._box = main.tour = None
            main.point_at("")
            box.remove()

    def _show(self, number: int, *, take: bool) -> None:
        assert self._box is not None
        self._box.show_step(number)
        self._main().point_at(TOUR[number].pane, take=take)
