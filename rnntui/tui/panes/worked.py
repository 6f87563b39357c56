"""The worked pane: the current equation with all its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click

from rnntui.debugger.frame.frame import Frame
from rnntui.display.clicks import input_at
from rnntui.display.pane import Pane
from rnntui.display.primitives.lazy_lines import LazyLines
from rnntui.display.primitives.text import Line
from rnntui.tui.panes.frame_pane import FramePane
from rnntui.tui.panes.line_pane import LinePane

# Of an equation: stage, layer, number.
_Place = tuple[int, int, int]


class WorkedPane(FramePane):
    """The current equation worked out."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane)
        self._place: _Place = (0, 0, 0)
        self._tops: dict[_Place, int] = {}

    def title(self, frame: Frame) -> str:
        """The equation; and which rows of a matrix are in view, if not all are."""
        return f"{super().title(frame)}{self._rows()}"

    def window(self, lines: Sequence[Line], top: int, height: int) -> list[Line]:
        """Make only the rows of a matrix that are in view, between its heading and its result."""
        assert isinstance(lines, LazyLines)
        return lines.window(top, height)

    def top(self, frame: Frame) -> int:
        """Each equation is come back to where it was left."""
        cursor = frame.cursor
        place = (cursor.stage, cursor.node, cursor.equation)
        if place != self._place:
            self._tops[self._place] = self.scroll_offset.y
            self._place = place
            return self._tops.get(place, 0)
        return self.scroll_offset.y

    def on_click(self, event: Click) -> None:
        """On a term of a sum: scroll to its row of the matrix, if it is not in view."""
        place, lines = event.get_content_offset(self), self.drawn
        found = None if place is None else input_at(self.in_sight, place.y, place.x)
        if found is None or not isinstance(lines, LazyLines):
            return
        top = lines.top_for(found, self.scrollable_content_region.height)
        if top is not None:
            event.prevent_default()
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def clicked(self, x: int, y: int, *, twice: bool) -> LinePane.Clicked:
        """A click refers to the line that is drawn there."""
        return self.Clicked(self, self.in_sight, y, x, twice=twice)

    def _rows(self) -> str:
        assert isinstance(self.drawn, LazyLines)
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        found = self.drawn.rows(top, height)
        if found is None or not found[0]:
            return ""
        shown, every = found
        return f"  rows {shown[0]}–{shown[-1]} of {every}"
