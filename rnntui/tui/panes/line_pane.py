"""The base of all panes: lines of spans drawn through Textual's Line API, only those that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from rnntui.display.primitives.text import Line
from rnntui.tui.panes.strips import strip_of, styles_of
from rnntui.tui.theme.ascii_filter import in_ascii

if TYPE_CHECKING:
    from textual.events import Click, Resize

    from rnntui.debugger.frame.frame import Frame


class LinePane(ScrollView, can_focus=True):
    """A pane that draws lines; a subclass provides them for a frame and a size.

    The last column is reserved for a scrollbar, which the pane draws itself: one that comes and goes
    would change the text's width and cause a new layout each time.
    """

    DEFAULT_CSS = """
    LinePane {
        border: round $foreground 30%;
        border-title-color: $title;
        border-subtitle-color: $hint;
        padding: 0 0 0 1;
        background: $background;
        overflow: hidden hidden;
        &:focus { border: round $key; border-title-style: bold; }
        &:nocolor:focus { border: heavy $key; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("J", "page_down", "A page down", show=False),
        Binding("K", "page_up", "A page up", show=False),
    ]

    class Clicked(Message):
        """The mouse was pressed in a pane.

        lines: of the pane; row, column: of the click in them; width: of a line
        twice: whether it is a double click
        """

        def __init__(
            self, pane: LinePane, lines: Sequence[Line], row: int, column: int, *, twice: bool
        ) -> None:
            super().__init__()
            self.pane = pane
            self.lines = lines
            self.row = row
            self.column = column
            self.width = pane.line_width
            self.twice = twice

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.frame: Frame | None = None
        self._lines: Sequence[Line] = []
        # In view: each line, and whether the scrollbar's thumb is next to it.
        self._view: list[tuple[Line, bool]] = []
        # Looking the styles up for each line would cost more than drawing it.
        self._styles: dict[str, Style] | None = None
        self._title = ""

    def lines(self, frame: Frame, width: int, height: int) -> Sequence[Line]:
        """The lines of a frame in a size."""
        raise NotImplementedError

    def title(self, frame: Frame) -> str:
        """The pane's title."""
        raise NotImplementedError

    def in_view(self, frame: Frame, lines: Sequence[Line]) -> range:
        """The lines that must stay in view; by default none."""
        return range(0)

    def window(self, lines: Sequence[Line], top: int, height: int) -> Sequence[Line]:
        """The lines in view."""
        return lines[top : top + height]

    def top(self, frame: Frame) -> int:
        """The line to show at the top: by default the same as before."""
        return self.scroll_offset.y

    def show(self, frame: Frame) -> None:
        """Draw a frame."""
        self.frame = frame
        if self.display:
            self._draw()

    @property
    def drawn(self) -> Sequence[Line]:
        """All lines, of which those in view are drawn."""
        return self._lines

    @property
    def in_sight(self) -> list[Line]:
        """Those in view."""
        return [line for line, _ in self._view]

    @property
    def line_width(self) -> int:
        """How wide a line can be."""
        return self.scrollable_content_region.width - 1

    @property
    def allow_vertical_scroll(self) -> bool:
        """Whether there is more than fits in view."""
        return self.max_scroll_y > 0

    def on_click(self, event: Click) -> None:
        """Say where; in the scrollbar, go there."""
        place = event.get_content_offset(self)
        if place is None:
            return
        height = self.scrollable_content_region.height
        if place.x >= self.line_width and self.allow_vertical_scroll:
            share = place.y / max(1, height - 1)
            self._scroll_there(round(share * self.max_scroll_y))
            return
        self.post_message(self.clicked(place.x, place.y, twice=event.chain > 1))

    def clicked(self, x: int, y: int, *, twice: bool) -> Clicked:
        """What a click on a place in view means."""
        row = self.scroll_offset.y + y
        return self.Clicked(self, self._lines, row, x, twice=twice)

    def on_resize(self, event: Resize) -> None:
        """Draw again in the new size."""
        self._draw()

    def notify_style_update(self) -> None:
        """Draw all lines again in the new theme."""
        super().notify_style_update()
        self._styles = None
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw what has come into view."""
        self._look()

    def render_line(self, y: int) -> Strip:
        """A line of the pane; Textual calls this for lines that must be drawn."""
        if self._styles is None:
            self._styles = styles_of(self)
        width = self.scrollable_content_region.width
        text_line, bar = self._view[y] if y < len(self._view) else ((), False)
        strip = strip_of(self, text_line, width - bar, self._styles)
        if not bar:
            return strip
        thumb = Segment("#" if in_ascii(self) else "▐", self._styles["dim"])
        return Strip([*strip, thumb], width)

    def _draw(self) -> None:
        region, frame = self.scrollable_content_region, self.frame
        if frame is None or region.width <= 1 or region.height <= 0:
            return
        height = region.height
        self._lines = self.lines(frame, self.line_width, height)
        # As a reactive it would ask for a layout, which a pane's size does not depend on.
        self.set_reactive(LinePane.virtual_size, Size(region.width, max(len(self._lines), height)))
        top = self.top(frame)
        keep = self.in_view(frame, self._lines)
        if keep:
            end = keep.start + min(len(keep), height)
            top = min(max(top, end - height), keep.start)
        self._scroll_there(min(top, self.max_scroll_y))
        self._look()

    def _scroll_there(self, top: int) -> None:
        if top != self.scroll_y:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def _look(self) -> None:
        """Redraw the lines that changed."""
        region, frame = self.scrollable_content_region, self.frame
        if frame is None or region.width <= 1 or region.height <= 0:
            return
        height, top = region.height, self.scroll_offset.y
        lines = self.window(self._lines, top, height)
        bar = self._bar(top, height)
        before = self._view
        self._view = [(lines[y] if y < len(lines) else (), y in bar) for y in range(height)]
        # With its frame a line is whole, and Textual need not cut it.
        left, wide = self.content_offset.x, self.outer_size.width
        changed = [
            Region(-left, y, wide, 1)
            for y, row in enumerate(self._view)
            if y >= len(before) or row != before[y]
        ]
        title = self.title(frame)
        if title != self._title:
            self._title = title
            # Setting border_title would redraw the whole pane.
            self._border_title = Content(title)
            changed.append(Region(-left, -1, wide, 1))
        if changed:
            self.refresh(*changed)

    def _bar(self, top: int, height: int) -> range:
        """The rows of the scrollbar's thumb; none if everything is in view."""
        total = len(self._lines)
        if total <= height:
            return range(0)
        size = max(1, height * height // total)
        start = round(top / max(1, total - height) * (height - size))
        return range(start, start + size)


class LineBar(Widget):
    """One line across the screen."""

    DEFAULT_CSS = """
    LineBar { height: 1; width: 100%; background: $background; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self._line: Line = ()
        self._styles: dict[str, Style] | None = None

    def show_line(self, text_line: Line) -> None:
        """Draw a line."""
        if text_line != self._line:
            self._line = text_line
            self.refresh()

    def notify_style_update(self) -> None:
        """Draw it again in the new theme."""
        super().notify_style_update()
        self._styles = None
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        if self._styles is None:
            self._styles = styles_of(self)
        return strip_of(self, self._line if y == 0 else (), self.size.width, self._styles)


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
