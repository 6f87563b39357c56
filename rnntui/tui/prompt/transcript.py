"""The lines typed at the command line and their results; shown while it is open."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from rnntui.display.primitives.text import printable
from rnntui.tui.panes.strips import styles_of

if TYPE_CHECKING:
    from rnntui.debugger.commands.console import Answer

_MOST = 400


class Transcript(VerticalScroll, can_focus=False):
    """The last lines, the newest at the foot."""

    DEFAULT_CSS = """
    Transcript {
        dock: bottom; margin-bottom: 2; height: auto; max-height: 50%; display: none;
        background: $surface; border-top: solid $key; padding: 0 1;
        scrollbar-size-vertical: 1;
        Static { width: 1fr; height: auto; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self._lines: deque[tuple[str, str]] = deque(maxlen=_MOST)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(text for text, _ in self._lines)

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(markup=False)

    def open(self) -> None:
        """Show it, if it is not empty."""
        self.display = bool(self._lines)
        self.call_after_refresh(self.scroll_end, animate=False)

    def close(self) -> None:
        """Hide it."""
        self.display = False

    def add(self, answers: list[Answer]) -> None:
        """Add results."""
        for answer in answers:
            place = f"{answer.place}: " if answer.place else ""
            self._lines.append((f"{place}:{printable(answer.line)}", "heading"))
            result = answer.error if answer.error is not None else answer.outcome.text
            role = "bad" if answer.error is not None or not answer.outcome.holds else "text"
            self._lines.extend((printable(line), role) for line in result.splitlines())
        self._draw()
        if answers:
            self.open()

    def notify_style_update(self) -> None:
        """Write all of it again in the new theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        table = styles_of(self)
        lines = [Text(text, table[role]) for text, role in self._lines]
        self.query_one(Static).update(Text("\n").join(lines))

    def page(self, by: int) -> None:
        """Scroll by pages."""
        self.scroll_relative(y=by * max(1, self.size.height - 1), animate=False)
