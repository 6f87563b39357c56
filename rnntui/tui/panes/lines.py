"""What all panes are: lines of spans drawn through Textual's Line API, only those that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from rnntui.display.ascii import as_ascii
from rnntui.display.text import Line, Span
from rnntui.tui.ascii_filter import in_ascii
from rnntui.tui.styles import colours_of, style_table

if TYPE_CHECKING:
    from textual.events import Click, Resize

    from rnntui.debugger.frame import Frame


def styles_of(widget: Widget) -> dict[str, Style]:
    """The style of every role, and "" for none, in a widget as its app is now."""
    table = style_table(dark=widget.app.current_theme.dark, colours=colours_of(widget.app))
    # Without the widget's own style beneath it, text would stand on the terminal's background.
    base = widget.rich_style
    return {"": base, **{role: base + style for role, style in table.items()}}


def strip_of(
    widget: Widget, text_line: Line, width: int, styles: dict[str, Style] | None = None
) -> Strip:
    """A line as a strip of exactly `width` cells, in the styles of the widget's app."""
    styles = styles_of(widget) if styles is None else styles
    if in_ascii(widget):
        text_line = tuple(Span(as_ascii(span.text), span.role) for span in text_line)
    segments = [Segment(span.text, styles[span.role]) for span in text_line]
    return Strip(segments).adjust_cell_length(width, styles[""])


class LinePane(ScrollView, can_focus=True):
    """A pane that draws lines. A subclass says which, for a frame and a size."""

    DEFAULT_CSS = """
    LinePane {
        border: round $foreground 30%;
        border-title-color: $foreground 80%;
        border-subtitle-color: $foreground 50%;
        padding: 0 1;
        background: $background;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        &:focus { border: round $accent; border-title-style: bold; }
    }
    """

    class Clicked(Message):
        """The mouse was pressed in a pane.

        row, column: of the pane's lines; width: of a line; twice: whether it is a double click
        """

        def __init__(self, pane: LinePane, row: int, column: int, *, twice: bool) -> None:
            super().__init__()
            self.pane = pane
            self.row = row
            self.column = column
            self.width = pane.line_width
            self.twice = twice

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.frame: Frame | None = None
        self._lines: list[Line] = []
        self._width = 0
        # Asking for them anew for each line would cost more than the line.
        self._styles: dict[str, Style] | None = None
        self._scrolled: dict[tuple[int, int, int], bool] = {}

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The lines of a frame in a size."""
        raise NotImplementedError

    def title(self, frame: Frame) -> str:
        """The pane's title."""
        raise NotImplementedError

    def in_view(self, frame: Frame, lines: list[Line]) -> range:
        """The lines that must stay in view; by default none must."""
        return range(0)

    def show(self, frame: Frame) -> None:
        """Draw a frame."""
        self.frame = frame
        if self.display:
            self._draw()

    @property
    def drawn(self) -> list[Line]:
        """The lines as they were drawn last."""
        return self._lines

    @property
    def line_width(self) -> int:
        """How wide they were drawn."""
        return self._width

    def on_click(self, event: Click) -> None:
        """Say where."""
        place = event.get_content_offset(self)
        if place is not None:
            row = self._index(self._lines, place.y)
            self.post_message(self.Clicked(self, row, place.x, twice=event.chain > 1))

    def on_resize(self, event: Resize) -> None:
        """Draw again in the new size."""
        self._draw()

    def notify_style_update(self) -> None:
        """Draw all lines again in the new theme."""
        super().notify_style_update()
        self._styles = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the pane; Textual calls this for those it must draw."""
        width = self.scrollable_content_region.width
        index = self._index(self._lines, y)
        text_line = self._lines[index] if index < len(self._lines) else ()
        if self._styles is None:
            self._styles = styles_of(self)
        return strip_of(self, text_line, width, self._styles)

    def _index(self, lines: list[Line], y: int) -> int:
        """The line that stands in a row: at the top the heading of the columns that scroll there."""
        top = self.scroll_offset.y
        if y == 0 and 0 < top < len(lines):
            for index in range(top, -1, -1):
                first = lines[index][0] if lines[index] else None
                if first is not None and first.role == "columns":
                    return index
                # Columns end with a blank, or with the result.
                if first is None or (index < top and first.text.startswith("= ")):
                    break
        return top + y

    def _draw(self) -> None:
        region, frame = self.scrollable_content_region, self.frame
        if frame is None or region.width <= 0 or region.height <= 0:
            return
        height = region.height
        # A scrollbar takes a column. Whether it comes is known only when the lines are there; as it
        # was last time at this equation it will mostly be again.
        whole = region.width + self.show_vertical_scrollbar
        cursor = frame.cursor
        place = (cursor.stage, cursor.node, cursor.equation)
        scrolls = self._scrolled.get(place, self.show_vertical_scrollbar)
        lines = self.lines(frame, whole - scrolls, height)
        if (len(lines) > height) != scrolls:
            scrolls = not scrolls
            lines = self.lines(frame, whole - scrolls, height)
        width = whole - scrolls
        self._scrolled[place] = scrolls
        before, self._lines = self._lines, lines
        title = self.title(frame)
        if self.border_title != title:
            self.border_title = title
        if len(before) != len(lines) or self._width != width:
            self._width = width
            self._resized(Size(width, max(len(lines), height)), len(lines) > height)
            self.refresh()
        else:
            self._refresh_changed(before, width)
        keep = self.in_view(frame, lines)
        if keep and len(lines) > height:
            shown = Region(0, keep.start, 1, min(len(keep), height))
            self.scroll_to_region(shown, animate=False, immediate=True, force=True)

    def _resized(self, size: Size, scrolls: bool) -> None:
        """There are more lines, or fewer. Only a scrollbar that comes or goes needs a new layout."""
        if scrolls != self.show_vertical_scrollbar or size.width != self.virtual_size.width:
            self.virtual_size = size
            return
        self.set_reactive(LinePane.virtual_size, size)
        self._scroll_update(size)
        if self.scroll_y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True, force=True)

    def _refresh_changed(self, before: list[Line], width: int) -> None:
        rows = range(min(self.scrollable_content_region.height, len(before)))
        regions = []
        for y in rows:
            was, now = self._index(before, y), self._index(self._lines, y)
            if now < len(before) and before[was] != self._lines[now]:
                regions.append(Region(0, y, width, 1))
        if regions:
            self.refresh(*regions)


class LineBar(Widget):
    """One line across the screen."""

    DEFAULT_CSS = """
    LineBar { height: 1; width: 100%; background: $background; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._line: Line = ()

    def show_line(self, text_line: Line) -> None:
        """Draw a line."""
        if text_line != self._line:
            self._line = text_line
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        return strip_of(self, self._line if y == 0 else (), self.size.width)


class LineBlock(Widget):
    """Some lines across the screen, as high as they are many."""

    DEFAULT_CSS = """
    LineBlock { height: auto; width: 100%; background: $background; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._lines: list[Line] = []

    @property
    def drawn(self) -> list[Line]:
        """The lines."""
        return self._lines

    def show_lines(self, lines: list[Line]) -> None:
        """Draw lines."""
        if lines != self._lines:
            self._lines = lines
            self.styles.height = len(lines)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of them."""
        return strip_of(self, self._lines[y] if y < len(self._lines) else (), self.size.width)
