"""The samples screen: a table to sort, filter and choose from; rows appear as they are computed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Click, Key, Resize
from textual.screen import ModalScreen
from textual.signal import Signal
from textual.widgets import Input

from rnntui.debugger.samples.table import COLUMNS, Column
from rnntui.debugger.session.session import Session
from rnntui.display.header_footer import key_line
from rnntui.display.primitives.text import Line, Span, shortened
from rnntui.display.samples.captions import KEYS, condition_line, foot_line, head_line
from rnntui.errors import ExpressionError
from rnntui.tui.panes.line_pane import LineBar
from rnntui.tui.panes.row_list import RowList
from rnntui.tui.screens.sample_rows import SampleRows


class SampleScreen(ModalScreen[int | None]):
    """Returns the number of the chosen sample, or None."""

    AUTO_FOCUS = "#rows"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close"),
        *(Binding(column[0], f"sort('{column}')", f"Sort by {column}") for column in COLUMNS),
        Binding("w", "worst", "Worst first"),
        Binding("slash", "filter", "Filter"),
        Binding("left", "unit(-1)", "Output before"),
        Binding("right", "unit(1)", "Next output"),
        Binding("question_mark,f1", "about", "Help"),
    ]
    DEFAULT_CSS = """
    SampleScreen {
        background: $background;
        RowList { height: 1fr; }
        Input { border: none; height: 1; background: $boost; padding: 0 1;
            &:focus { border: none; background: $key 10%; } }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows = SampleRows(session, id="rows")
        self._typed = Input(
            placeholder="/ filters: abs(output[0]) > 1, a number, part of a name",
            select_on_focus=False,
        )
        self._wrong = ""

    def compose(self) -> ComposeResult:
        """A header, the headings, the rows; a status line, an input line, the keys."""
        yield LineBar(id="samples-head")
        yield LineBar(id="samples-headings")
        yield self._rows
        yield LineBar(id="samples-foot")
        yield self._typed
        yield LineBar(id="samples-hints")

    def on_mount(self) -> None:
        """Redraw when the reference answers."""
        answered: Signal[int] | None = getattr(self.app, "reference_answered", None)
        if answered is not None:
            answered.subscribe(self, lambda _: self._rows.answered())

    def on_resize(self, event: Resize) -> None:
        """The bars are as wide as the screen."""
        self._draw_bars()

    def on_click(self, event: Click) -> None:
        """A click on a heading sorts by it."""
        headings = self.query_one("#samples-headings")
        place = event.get_content_offset(headings)
        if event.widget is headings and place is not None:
            column = self._rows.column_at(place.x)
            if column is not None:
                self.action_sort(column)

    def on_key(self, event: Key) -> None:
        """A digit starts a number to search for; up and down move in the list while typing."""
        if event.key.isdecimal() and self.focused is self._rows:
            self._typed.focus()
            self._typed.value = event.key
            self._typed.cursor_position = 1
            event.stop()
        elif event.key in ("up", "down") and self.focused is self._typed:
            self._rows.action_move(1 if event.key == "down" else -1)
            event.stop()

    def on_input_changed(self) -> None:
        """A number, or the end of a filter, applies at once; an error in a condition is shown."""
        text = self._text
        self._wrong = ""
        try:
            if not text or text.isdecimal():
                self._rows.narrow(text)
            else:
                if self._rows.table.filter is not None:
                    self._rows.narrow("")
                self._rows.table.check_filter(text)
        except ExpressionError as error:
            self._wrong = f"column {error.column}: {error.reason}"
        self._draw_bars()

    def on_input_submitted(self) -> None:
        """Filter, and focus the list; open the sample if it is a number."""
        if self._text.isdecimal():
            self._rows.action_choose()
            return
        try:
            self._rows.narrow(self._text)
        except ExpressionError as error:
            self._wrong = f"column {error.column}: {error.reason}"
        else:
            self._rows.focus()
        self._draw_bars()

    def on_sample_rows_filled(self) -> None:
        """The status of the rows changed."""
        self._draw_bars()

    def on_descendant_focus(self) -> None:
        """The status depends on whether the input line is open."""
        self._draw_bars()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Open it."""
        self.dismiss(self._rows.order[message.row])

    def action_leave(self) -> None:
        """From the line to the list, without a filter; from the list, back."""
        if self.focused is self._typed:
            self._typed.value = ""
            self._rows.focus()
        else:
            self.dismiss(None)

    def action_sort(self, column: Column) -> None:
        """Sort by a column, the most interesting end first; again: reversed."""
        rows, self._wrong = self._rows, ""
        rows.sort_by(column, down=not rows.down if column == rows.sort else column != "id")

    def action_worst(self) -> None:
        """The largest error first."""
        self._wrong = ""
        self._rows.sort_by("error", down=True)

    def action_filter(self) -> None:
        """Type."""
        self._typed.focus()

    def action_unit(self, by: int) -> None:
        """Show another output, or say that there is none."""
        self._wrong = self._rows.show_output(by)
        self._draw_bars()

    def action_about(self) -> None:
        """What this screen shows, and its keys."""
        from rnntui.display.help.screen_texts import SCREEN_TEXTS
        from rnntui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(SCREEN_TEXTS["samples"].page, everything=False))

    @property
    def _text(self) -> str:
        return self._typed.value.strip()

    def _draw_bars(self) -> None:
        if not self.is_mounted:
            return
        width = self.app.size.width
        rows, text = self._rows, self._text
        if self._wrong:
            foot: Line = (Span(shortened(f" {self._wrong}", width), "bad"),)
        elif self.focused is self._typed and text and not text.isdecimal():
            foot = condition_line(text, width)
        else:
            foot = foot_line(rows.table, self._session.reference.status, rows.sort, width)
        for name, line in (
            ("head", head_line(rows.table, len(rows.order), width)),
            ("headings", rows.headings()),
            ("foot", foot),
            ("hints", key_line(KEYS, width)),
        ):
            self.query_one(f"#samples-{name}", LineBar).show_line(line)
