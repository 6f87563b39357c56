"""The model screen: the call stack of the cursor, the tree of layers, details of a layer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.screen import ModalScreen

from rnntui.debugger.model.layer_tree import layer_tree, line_to
from rnntui.debugger.session.session import Session
from rnntui.display.header_footer import key_line
from rnntui.display.model.call_stack import stack_lines
from rnntui.display.model.layer_tree import (
    LayerColumns,
    layer_headings,
    layer_line,
    layer_lines,
    longest_name,
)
from rnntui.display.primitives.text import Line, Span, line, printable, shortened
from rnntui.tui.panes.line_pane import LineBar, LineBlock
from rnntui.tui.panes.row_list import RowList

_KEYS = (
    ("enter", "goes there"),
    ("esc", "back"),
    ("↑ ↓", "layers"),
    ("?", "help"),
    ("▶", "the cursor"),
    ("□", "no equations"),
)


class ModelScreen(ModalScreen[str | None]):
    """Returns the command that goes to the chosen layer, or None."""

    AUTO_FOCUS = "#layers"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,m,q", "dismiss(None)", "Close"),
        Binding("question_mark,f1", "about", "Help"),
    ]
    DEFAULT_CSS = """
    ModelScreen {
        background: $background;
        RowList { height: 1fr; }
        LineBlock { margin-top: 1; }
        #model-stack { margin-top: 0; margin-bottom: 1; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._frame = session.frame()
        self._rows = layer_tree(session)
        label = self._frame.layer.label
        here = [number for number, row in enumerate(self._rows) if row.is_layer(label)]
        self._start = here[0] if here else 0
        self._said = ""

    def compose(self) -> ComposeResult:
        """The head, the stack, the tree under its headings, the marked layer, the keys."""
        yield LineBar(id="model-head")
        yield LineBlock(id="model-stack")
        yield LineBar(id="model-headings")
        yield RowList(self._line, id="layers")
        yield LineBlock(id="model-layer")
        yield LineBar(id="model-said")

    def on_mount(self) -> None:
        """Mark the cursor's layer."""
        self.query_one(RowList).show(len(self._rows), self._start)
        self._draw()

    def on_resize(self, event: Resize) -> None:
        """All lines are of another width."""
        self._draw()

    def on_row_list_moved(self) -> None:
        """Show details of another layer."""
        self._said = ""
        self._draw()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Go there, or say why not."""
        row = self._rows[message.row]
        if row.goes_to:
            self.dismiss(line_to(self._session, row.goes_to))
            return
        self._said = f"can't go to {printable(row.label)}: {printable(row.why)}"
        self._draw()

    def action_about(self) -> None:
        """What this screen shows, and its keys."""
        from rnntui.display.help.screen_texts import SCREEN_TEXTS
        from rnntui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(SCREEN_TEXTS["model"].page, everything=False))

    def _line(self, number: int, width: int) -> Line:
        row = self._rows[number]
        return layer_line(self._columns(width), row, here=number == self._start)

    def _columns(self, width: int) -> LayerColumns:
        return LayerColumns.within(width, longest_name(self._rows))

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        width, height = self.app.size
        network = self._session.graph.network
        summary = f"{len(network.layers)} layers, {network.parameters:,} parameters"
        head = shortened(f" MODEL  {summary}", width)
        self.query_one("#model-head", LineBar).show_line(line(Span(head, "heading")))
        stack = stack_lines(self._frame, self._rows, width)
        self.query_one("#model-stack", LineBlock).show_lines(stack)
        rows = self.query_one(RowList)
        inner = rows.scrollable_content_region.width or width
        headings = layer_headings(self._columns(inner))
        self.query_one("#model-headings", LineBar).show_line(headings)
        # Small screens must have room for the tree too.
        most = max(4, min(11, (height - len(stack) - 4) // 2))
        about = layer_lines(self._rows[rows.row], width, most)
        self.query_one("#model-layer", LineBlock).show_lines(about)
        keys = key_line(_KEYS, width)
        status = (Span(shortened(f" {self._said}", width), "bad"),) if self._said else keys
        self.query_one("#model-said", LineBar).show_line(status)
