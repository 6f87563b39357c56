"""The main screen: the panes and bars, which draw one frame at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.events import DescendantFocus
from textual.screen import Screen

from rnntui.debugger.commands.actions import ACTIONS
from rnntui.debugger.commands.command import Check
from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.debugger.frame.frame import Frame
from rnntui.display.header_footer import head_line, hint_line, message_line, status_line
from rnntui.display.panes import PANES, PRESENTED
from rnntui.errors import InputError
from rnntui.tui.layouts.arrangement import Arrangement
from rnntui.tui.layouts.arranger import Arranger
from rnntui.tui.layouts.named import too_small
from rnntui.tui.panes.frame_pane import FramePane
from rnntui.tui.panes.line_pane import LineBar, LinePane
from rnntui.tui.panes.worked import WorkedPane
from rnntui.tui.prompt.prompt import Helper, Kind, Prompt
from rnntui.tui.prompt.transcript import Transcript
from rnntui.tui.screens.too_small import TooSmall

if TYPE_CHECKING:
    from rnntui.debugger.commands.console import Answer
    from rnntui.tui.screens.tour import TourBox


class MainScreen(Screen[None]):
    """All panes, each drawing the same frame; and the prompt."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    MainScreen {
        background: $background;
        layers: default above;
        LinePane { position: absolute; &.pointed { border: double $key; } }
        #status { dock: bottom; margin-bottom: 1; }
        #hints { dock: bottom; }
        TooSmall { display: none; }
        &.too-small LinePane, &.too-small LineBar, &.too-small #tour { display: none; }
        &.too-small TooSmall { display: block; }
    }
    """

    def __init__(self, frame: Frame, arranger: Arranger) -> None:
        super().__init__()
        self._frame = frame
        self.arranger = arranger
        self._count = ""
        self._said: Check | None = None
        # Textual reports a size more than once; if nothing changes, no pane is redrawn.
        self._placed: tuple[Arrangement, bool] | None = None
        self.tour: TourBox | None = None

    def compose(self) -> ComposeResult:
        """Bars at head and foot, the panes between."""
        yield LineBar(id="head")
        for name in PANE_NAMES:
            widget = WorkedPane if name == "worked" else FramePane
            yield widget(PANES[name])
        yield LineBar(id="status")
        yield LineBar(id="hints")
        yield Transcript()
        yield Prompt()
        yield TooSmall()

    @property
    def prompting(self) -> bool:
        """Whether the prompt is open."""
        return self.is_mounted and bool(self.query_one(Prompt).display)

    @property
    def layout_kept(self) -> tuple[str, bool]:
        """The pane chosen last ("" for none), and whether it fills the screen."""
        arranger = self.arranger
        return arranger.chosen or arranger.zoomed, bool(arranger.zoomed)

    @property
    def pane_with_keyboard(self) -> str:
        """The pane that has the keyboard, or would have it without the prompt; "" for none."""
        arranger = self.arranger
        chosen = arranger.zoomed or arranger.chosen
        return chosen if chosen in arranger.arranged().regions else ""

    def show(self, frame: Frame, said: Check | None = None) -> None:
        """Draw a frame in all visible panes; `said` replaces the status."""
        self._frame, self._said = frame, said
        for pane in self._panes():
            pane.show(frame)
        self._draw_bars()

    def redraw(self, frame: Frame) -> None:
        """Draw a frame, and keep the message in the status line."""
        self.show(frame, self._said)

    def take_layout(self, pane: str, *, zoomed: bool) -> None:
        """Restore a stored choice of pane."""
        if pane in self.arranger.shown:
            self.arranger.zoomed = pane if zoomed else ""
            self.focus_pane(pane)

    def show_count(self, count: str) -> None:
        """Draw the count being typed."""
        self._count = count
        self._draw_bars()

    def say(self, said: Check | None) -> None:
        """Say something in the status's place, or no longer."""
        self._said = said
        self._draw_bars()

    def ask(self, kind: Kind, helper: Helper) -> None:
        """Open the prompt."""
        self.query_one("#hints").display = False
        self.query_one(Prompt).open(kind, helper)
        if kind.stays:
            self.query_one(Transcript).open()
        self.say(None)

    def answered(self, answers: list[Answer]) -> None:
        """Handle the results of a typed line: close the prompt, or keep it open."""
        prompt = self.query_one(Prompt)
        wrong = any(answer.error is not None for answer in answers)
        if prompt.kind.stays:
            self.query_one(Transcript).add(answers)
        if wrong:
            return
        if prompt.kind.stays:
            prompt.again()
        else:
            self.close_prompt()

    def close_prompt(self) -> None:
        """No more typing: the keyboard is the panes' again."""
        if not self.prompting:
            return
        self.query_one(Prompt).close()
        self.query_one(Transcript).close()
        self.query_one("#hints").display = True
        self._give_keyboard()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Remember which pane has the keyboard: after typing it gets it back."""
        if isinstance(event.widget, LinePane):
            self.arranger.chosen = event.widget.id or ""
            self._draw_bars()

    def on_prompt_said(self, message: Prompt.Said) -> None:
        """Show a message about what is typed."""
        if self.prompting:
            self.say(message.check)

    def move_focus(self, by: int) -> None:
        """Focus the next pane in reading order; bring it up if panes take turns."""
        focused = (self.focused.id or "") if self.focused is not None else ""
        other = self.arranger.beside(focused, by)
        if other == focused:
            raise InputError(f"{other} is the only pane; Z shows those that are hidden")
        self.focus_pane(other)

    def focus_pane(self, pane: str) -> None:
        """Focus a pane, and bring it up.

        Raises:
            InputError: it is not on the screen.
        """
        self.bring_up(pane)
        self.query_one(f"#{pane}").focus()

    def bring_up(self, pane: str, *, where_shown: bool = False) -> None:
        """Bring up a pane without focusing it; `where_shown`: do nothing if it is hidden.

        Raises:
            InputError: it is not on the screen.
        """
        if where_shown and pane not in self.arranger.shown:
            return
        self.arranger.bring_up(pane)
        self.set_panes()

    def point_at(self, pane: str, *, take: bool = False) -> None:
        """Mark a pane, if it is not hidden, and bring it up; `take`: focus it too."""
        for widget in self._panes():
            widget.set_class(widget.id == pane, "pointed")
        if pane in self.arranger.shown:
            if take:
                self.arranger.chosen = pane
            self.bring_up(pane)
        else:
            self.set_panes()

    def zoom(self) -> None:
        """Give the chosen pane all of the screen, or put it back."""
        self.arranger.zoom()
        self.set_panes()

    def on_mount(self) -> None:
        """Give every pane its frame; each draws it as soon as it has a size."""
        self.set_panes()
        self._draw_bars()

    def on_resize(self) -> None:
        """Choose the layout that the size allows."""
        self.set_panes()
        self._draw_bars()

    def set_panes(self) -> None:
        """Move every pane to its place."""
        width, height = self.arranger.size = self.app.size
        small = too_small(width, height)
        self.set_class(small, "too-small")
        arranged = self.arranger.arranged()
        if (arranged, small) != self._placed:
            self._placed = arranged, small
            self._place_panes(arranged, small=small)
        if self.tour is not None:
            self.tour.place(arranged.regions, self.app.size)
        self._give_keyboard()

    def _place_panes(self, arranged: Arrangement, *, small: bool) -> None:
        if PRESENTED in arranged.regions and not self.query(f"#{PRESENTED}"):
            # Few ever see it, and all would wait for it at the start.
            from rnntui.tui.panes.presenter import PresentedPane

            self.mount(PresentedPane(PANES[PRESENTED]))
        for pane in self._panes():
            assert pane.id is not None
            place = arranged.regions.get(pane.id)
            pane.display = place is not None and not small
            if place is not None:
                pane.styles.offset = (place.x, place.y)
                pane.styles.width = place.width
                pane.styles.height = place.height
            others = [name.upper() for name in arranged.turns.get(pane.id, ()) if name != pane.id]
            pane.border_subtitle = f"tab: {' '.join(others)}" if others else ""
            if self.arranger.zoomed:
                pane.border_subtitle = "z: all panes"
            pane.show(self._frame)

    def _give_keyboard(self) -> None:
        """Focus the chosen pane, if it is on the screen."""
        if self.prompting:
            return
        regions, chosen = self.arranger.arranged().regions, self.arranger.chosen
        if chosen in regions:
            self.query_one(f"#{chosen}").focus()
        else:
            self.set_focus(None)

    def _panes(self) -> list[LinePane]:
        return list(self.query(LinePane))

    def _draw_bars(self) -> None:
        if not self.is_mounted:
            return
        bars = {bar.id: bar for bar in self.query(LineBar)}
        if bars.keys() < {"head", "status", "hints"}:
            # At the end Keras may still answer, when some bars are gone.
            return
        width = self.app.size.width
        frame = self._frame
        bars["head"].show_line(head_line(frame, width))
        said = self._said
        if said is not None and not self._count:
            status = message_line(said.text, width, good=said.good)
        else:
            status = status_line(frame, width, self._count)
        bars["status"].show_line(status)
        bars["hints"].show_line(hint_line(ACTIONS, width, self.pane_with_keyboard))
