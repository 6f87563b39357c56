"""The debugger's screen: the panes and bars, fed with one frame at a time."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from rnntui.debugger.actions import ACTIONS
from rnntui.debugger.frame import Frame
from rnntui.display.chrome import head_line, hint_line, status_line
from rnntui.tui.arrangement import PANES, TURNS, arrange, compact, too_small
from rnntui.tui.panes.equations import EquationsPane
from rnntui.tui.panes.lines import LineBar, LinePane
from rnntui.tui.panes.prediction import PredictionPane
from rnntui.tui.panes.timeline import TimelinePane
from rnntui.tui.panes.variables import VariablesPane
from rnntui.tui.panes.worked import WorkedPane
from rnntui.tui.screens.too_small import TooSmall


class MainScreen(Screen[None]):
    """All panes, each drawing the same frame."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    MainScreen {
        background: $background;
        LinePane { position: absolute; }
        #status { dock: bottom; margin-bottom: 1; }
        #hints { dock: bottom; }
        TooSmall { display: none; }
        &.too-small LinePane, &.too-small LineBar { display: none; }
        &.too-small TooSmall { display: block; }
    }
    """

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._turn = TURNS[0]
        self._count = ""

    def compose(self) -> ComposeResult:
        """Bars at head and foot, the panes between."""
        yield LineBar(id="head")
        yield EquationsPane(id="equations")
        yield WorkedPane(id="worked")
        yield PredictionPane(id="prediction")
        yield VariablesPane(id="variables")
        yield TimelinePane(id="timeline")
        yield LineBar(id="status")
        yield LineBar(id="hints")
        yield TooSmall()

    def show(self, frame: Frame) -> None:
        """Draw a frame in all panes that are on the screen."""
        self._frame = frame
        for pane in self._panes():
            pane.show(frame)
        self._draw_bars()

    def show_count(self, count: str) -> None:
        """Draw the count that is being typed."""
        self._count = count
        self._draw_bars()

    def move_focus(self, by: int) -> None:
        """Focus the next pane in reading order; where panes take turns, bring it up."""
        focused = self.focused.id if self.focused is not None else None
        if focused in PANES:
            target = PANES[(PANES.index(focused) + by) % len(PANES)]
        elif compact(*self.app.size):
            target = TURNS[(TURNS.index(self._turn) + by) % len(TURNS)]
        else:
            target = PANES[0 if by > 0 else -1]
        if target in TURNS and target != self._turn:
            self._turn = target
            self._arrange()
        self.query_one(f"#{target}").focus()

    def on_mount(self) -> None:
        """Give every pane its frame; each draws it as soon as it has a size."""
        self._arrange()
        self.show(self._frame)

    def on_resize(self) -> None:
        """Choose the layout that the size allows."""
        self._arrange()
        self._draw_bars()

    def _arrange(self) -> None:
        width, height = self.app.size
        self.set_class(too_small(width, height), "too-small")
        small = compact(width, height)
        places = arrange(width, height, self._turn)
        for pane in self._panes():
            assert pane.id is not None
            place = places.get(pane.id)
            pane.display = place is not None and not too_small(width, height)
            if place is not None:
                pane.styles.offset = (place.x, place.y)
                pane.styles.width = place.width
                pane.styles.height = place.height
            others = " ".join(turn.upper() for turn in TURNS if turn != pane.id)
            pane.border_subtitle = f"tab: {others}" if small and pane.id == self._turn else ""
            pane.show(self._frame)

    def _panes(self) -> list[LinePane]:
        return list(self.query(LinePane))

    def _draw_bars(self) -> None:
        if not self.is_mounted:
            return
        width = self.app.size.width
        frame = self._frame
        self.query_one("#head", LineBar).show_line(head_line(frame, width))
        self.query_one("#status", LineBar).show_line(status_line(frame, width, self._count))
        self.query_one("#hints", LineBar).show_line(hint_line(ACTIONS, width))
