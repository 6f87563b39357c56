"""A list of rows to choose from, of any length; only those in view are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from rnntui.display.primitives.text import Line, Span, plain
from rnntui.tui.panes.strips import strip_of

MakeLine = Callable[[int, int], Line]


class RowList(ScrollView, can_focus=True):
    """Draws the rows in view.

    Args:
        make: row, width -> its line.
    """

    DEFAULT_CSS = """
    RowList { background: $background; overflow-x: hidden; overflow-y: auto;
        scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "A page up", show=False),
        Binding("pagedown", "page(1)", "A page down", show=False),
        Binding("home", "go(0)", "First", show=False),
        Binding("end", "go(-1)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    class Chosen(Message):
        """A row was chosen: enter, or a double click."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class Moved(Message):
        """Another row is marked, or other rows are in view."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, make: MakeLine, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._make = make
        self.rows = 0
        self.row = 0

    @property
    def in_view(self) -> range:
        """The rows in view."""
        top = self.scroll_offset.y
        return range(top, min(self.rows, top + self.scrollable_content_region.height))

    def show(self, rows: int, row: int) -> None:
        """Set the number of rows, and the selected one."""
        self.rows = rows
        self.row = max(0, min(row, rows - 1))
        self.virtual_size = Size(self.scrollable_content_region.width, rows)
        self.refresh()
        self._keep_in_view()

    def action_move(self, by: int) -> None:
        """Mark another row."""
        self.go(self.row + by)

    def action_page(self, by: int) -> None:
        """Mark a row a page away."""
        self.go(self.row + by * max(1, self.scrollable_content_region.height - 1))

    def action_go(self, row: int) -> None:
        """Mark the first or the last row."""
        self.go(row if row >= 0 else self.rows - 1)

    def action_choose(self) -> None:
        """Choose the marked row."""
        if self.rows:
            self.post_message(self.Chosen(self.row))

    def go(self, row: int) -> None:
        """Select a row, or the nearest existing one."""
        row = max(0, min(row, self.rows - 1))
        if row != self.row and self.rows:
            self._refresh_row(self.row)
            self.row = row
            self._refresh_row(row)
            self._keep_in_view()
            self.post_message(self.Moved(row))

    def on_click(self, event: Click) -> None:
        """Mark a row; with a double click, choose it."""
        place = event.get_content_offset(self)
        row = -1 if place is None else place.y + self.scroll_offset.y
        if 0 <= row < self.rows:
            self.go(row)
            if event.chain > 1:
                self.action_choose()

    def on_resize(self, event: Resize) -> None:
        """Draw again in the new size."""
        self.show(self.rows, self.row)
        self.post_message(self.Moved(self.row))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are in view."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved(self.row))

    def notify_style_update(self) -> None:
        """Draw all lines again in the new theme."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line in view."""
        width = self.scrollable_content_region.width
        row = y + self.scroll_offset.y
        if row >= self.rows:
            return strip_of(self, (), width)
        text_line = self._make(row, width)
        if row == self.row:
            text_line = (Span(plain(text_line).ljust(width), "cursor"),)
        return strip_of(self, text_line, width)

    def _refresh_row(self, row: int) -> None:
        y = row - self.scroll_offset.y
        region = self.scrollable_content_region
        if 0 <= y < region.height:
            self.refresh(Region(0, y, region.width, 1))

    def _keep_in_view(self) -> None:
        if self.rows and self.scrollable_content_region.height:
            place = Region(0, self.row, 1, 1)
            self.scroll_to_region(place, animate=False, immediate=True, force=True)
