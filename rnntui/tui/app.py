"""The app: key presses become commands of the session, and each new frame is drawn."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.signal import Signal

from rnntui.data.dataset import Dataset
from rnntui.debugger.commands.actions import ACTIONS, BY_ID
from rnntui.debugger.commands.command import Check, Command, Outcome
from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.debugger.session.open_session import open_session
from rnntui.debugger.session.session import Session
from rnntui.debugger.state.model_state import Layout
from rnntui.debugger.state.preferences import Preferences
from rnntui.display.panes import PRESENTED
from rnntui.errors import InputError, RnntuiError
from rnntui.reference.factory import start_reference
from rnntui.tui.commands.playback import Playback
from rnntui.tui.commands.saving import ScreenFiles
from rnntui.tui.commands.screen_commands import NAMES, ScreenCommands
from rnntui.tui.key_order import KeyOrder
from rnntui.tui.layouts.arranger import Arranger
from rnntui.tui.panes.line_pane import LinePane
from rnntui.tui.prompt.controller import PromptController
from rnntui.tui.prompt.prompt import KINDS, Prompt
from rnntui.tui.reference.reference_thread import ReferenceAnswer, ReferenceThread
from rnntui.tui.reference.requests import ReferenceRequests
from rnntui.tui.screens.main import MainScreen
from rnntui.tui.screens.tour import Tour
from rnntui.tui.state import AppState, restored_text
from rnntui.tui.theme.themed_app import ThemedApp

if TYPE_CHECKING:
    from rnntui.debugger.commands.console import Answer
    from rnntui.reference.protocol import Reference
    from rnntui.tui.commands.command_runner import CommandRunner

_LONGEST_COUNT = 7


class DebuggerApp(ThemedApp):
    """Steps through a session.

    Args:
        session: the session to step through.
        dataset: the data as it was read, for training a model on it.
        start: starts the reference, after the first frame is on the screen.
        keep: whether breakpoints, watches, commands and layout are stored for the next start.
        ascii_only: whether to draw ASCII characters only.
    """

    TITLE = "rnntui"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            ",".join(action.keys),
            f"do('{action.id}')",
            action.title,
            id=action.id,
            show=False,
            priority=action.id in ("next_pane", "previous_pane", "palette"),
        )
        for action in ACTIONS
    ]

    class ReferenceAnswered(Message):
        """The reference's answer, from its thread."""

        def __init__(self, answer: ReferenceAnswer) -> None:
            super().__init__()
            self.answer = answer

    def __init__(
        self,
        session: Session,
        dataset: Dataset,
        *,
        start: Callable[[], Reference] = start_reference,
        keep: bool = False,
        ascii_only: bool = False,
    ) -> None:
        super().__init__(ascii_only=ascii_only)
        self.animation_level = "none"
        self.state = AppState(partial(self.notify, severity="warning", timeout=12), stored=keep)
        self.begin_with(self.preferences.theme)
        self.session = session
        self.dataset = dataset
        # Published with the sample's index, for other screens that show the reference's values.
        self.reference_answered: Signal[int] = Signal(self, "reference answered")
        session.reading = self.preferences.reading
        self._reference = ReferenceRequests(
            start, lambda answer: self.post_message(self.ReferenceAnswered(answer))
        )
        self.main = MainScreen(session.frame(), Arranger(self.preferences))
        self.player = Playback(self.set_interval, lambda: self.session, self.say)
        self._keys = KeyOrder(self)
        self.files = ScreenFiles(self)
        self._count = ""
        self._runner: CommandRunner | None = None
        self.tour = Tour(lambda: self.main, lambda: self.prefer(toured=True))
        self._prompt = PromptController(
            open=self.main.ask,
            close=self._close_prompt,
            session=lambda: self.session,
            files=self.files,
            busy=lambda: self.driver.busy,
            cancel=lambda: self.driver.cancel(),
            typed=lambda: self.state.typed,
            remember=self.state.remember,
            themes=lambda: self.available_themes,
            run=partial(self.say, typed=True),
        )
        self._screen_commands = ScreenCommands(
            app=self,
            main=self.main,
            player=self.player,
            tour=self.tour,
            dataset=dataset,
            session=lambda: self.session,
            reference=lambda: self.reference_thread.reference(),
            open_model=self.open_model,
            say=self.say,
            show=self.show,
            ask=self._prompt.ask,
            prefer=self.prefer,
        )
        self._drive()

    def get_default_screen(self) -> Screen[None]:
        """The debugger's screen."""
        return self.main

    def on_ready(self) -> None:
        """The first frame is on the screen: now the rest may come, and the reference may start."""
        gc.enable()
        self._restore()
        self._reference.ask(self.session)
        self.state.warn_unreadable()
        if self.state.is_first_start:
            self.call_after_refresh(self._first_start)

    def on_unmount(self) -> None:
        """End the reference with the app, and a search that is running."""
        self.driver.cancel()
        self._store()
        self._reference.close()

    @property
    def preferences(self) -> Preferences:
        """The user's preferences, for all models."""
        return self.state.preferences

    def prefer(self, **changes: object) -> None:
        """Change preferences, by the names of Preferences; they are stored."""
        self.state.prefer(**changes)

    def watch_theme(self, theme: str) -> None:
        """Store the chosen theme."""
        if self.is_running:
            self.prefer(theme=theme)

    @property
    def driver(self) -> CommandRunner:
        """Runs commands. It is created on first use, because the first frame does not need it."""
        if self._runner is None:
            from rnntui.tui.commands.command_runner import CommandRunner

            self._runner = CommandRunner(
                self, self.session, lambda text: self.main.say(Check(text)), self.files
            )
        return self._runner

    @property
    def reference_thread(self) -> ReferenceThread:
        """The thread that asks the reference; training uses the same process."""
        return self._reference.thread

    async def on_event(self, event: events.Event) -> None:
        """Handle keys in order, one after the other."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif not self._keys.holds(event):
            await super().on_event(event)
            self._keys.sent(event)

    def on_key(self, event: events.Key) -> None:
        """A digit begins a count; escape clears it, cancels a search, or ends the tour."""
        if self.screen is not self.main or self.main.prompting:
            return
        if event.key.isdecimal() and len(self._count) < _LONGEST_COUNT:
            self._set_count(self._count + event.key)
            event.stop()
        elif event.key == "escape":
            if not self._count and not self.driver.busy:
                self.tour.leave()
            self._set_count("")
            self.driver.cancel()
            event.stop()
        elif event.key == "enter" and self.tour.on:
            self.tour.advance()
            event.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The app's actions are for its own screen; another screen, or the prompt, has its own."""
        if action == "do" and (self.screen is not self.main or self.main.prompting):
            return parameters == ("suspend",)
        return True

    def action_do(self, name: str) -> None:
        """Run one of ACTIONS."""
        if self.tour.takes(name):
            return
        count = int(self._count) if self._count else None
        self._set_count("")
        action = BY_ID[name]
        if name not in ("play", "faster", "slower"):
            self.player.pause()
        if name == "break" and count is not None:
            from rnntui.debugger.commands.arguments.toggle import switch_line

            self.say(switch_line(self.session, count))
        elif name in KINDS and (count is None or not action.counted):
            self._prompt.ask(KINDS[name])
        else:
            self.say(action.line(count))
        self.tour.did(name)

    def say(self, line: str, *, typed: bool = False) -> None:
        """Run a command: a key press, a click, or a typed line."""
        from rnntui.debugger.commands.console import Answer
        from rnntui.debugger.commands.groups.export_command import EXPORT, is_of_screen
        from rnntui.debugger.commands.registry import parse_line

        try:
            parsed = parse_line(line)
        except InputError:
            self.driver.run(line, partial(self._answered, typed))
            return
        command, argument = parsed.command, parsed.argument
        if command is EXPORT and is_of_screen(argument):
            # The picture shows the screen without the prompt.
            self.main.close_prompt()
            self.show()
            self.call_after_refresh(self.driver.run, parsed, partial(self._answered, False))
            return
        if command.name not in NAMES and not _opens_help(command, argument):
            self.driver.run(parsed, partial(self._answered, typed))
            return
        try:
            self._screen_commands.do(command.name, argument)
        except InputError as error:
            self.show(str(error), good=False)
            if typed:
                self.main.answered([Answer(line, Outcome(), {}, str(error))])
        else:
            if typed and command.name != "command":
                self.main.close_prompt()

    def show(self, said: str = "", *, good: bool = True) -> None:
        """Draw the session's current frame."""
        if self.driver.busy:
            return
        frame = self.session.frame()
        if self.player.playing and not said:
            said = f"▶ {self.player.speed}/s  {frame.reason} · space pauses"
        self.main.show(frame, Check(said, good) if said else None)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: all actions."""
        for action in ACTIONS:
            if action.id != "palette":
                title = f"{action.title}  ({action.shown})"
                yield SystemCommand(title, action.help, lambda name=action.id: self.action_do(name))

    def on_prompt_entered(self, message: Prompt.Entered) -> None:
        """What was typed."""
        self._prompt.entered(message)

    def on_prompt_left(self) -> None:
        """Escape."""
        self._prompt.left()

    def on_line_pane_clicked(self, message: LinePane.Clicked) -> None:
        """The mouse."""
        if self.screen is self.main and not self.main.prompting and not self.driver.busy:
            from rnntui.tui.commands.clicks import command_of

            line = command_of(message, self.session)
            if line is not None:
                self.player.pause()
                self.say(line)

    def on_debugger_app_reference_answered(self, message: ReferenceAnswered) -> None:
        """Draw the reference's answer, if it is about the current sample."""
        if self._reference.take(message.answer, self.session):
            self.reference_answered.publish(message.answer.question.sample)
            if not self.driver.busy:
                self.main.redraw(self.session.frame())

    def open_model(self, path: Path) -> None:
        """Step through another model, on the same data."""
        try:
            session = open_session(path, self.dataset, self.session.cursor.sample)
        except RnntuiError as error:
            self.notify(str(error), title="Not opened", severity="error")
            return
        self._store()
        self.session = session
        session.reading = self.preferences.reading
        self._drive()
        self._restore()
        self.show()
        self._reference.ask(self.session)

    def _restore(self) -> None:
        """Restore the stored breakpoints and watches of the session's model, and say so."""
        session, reason = self.session, self.session.reason
        layout = self.state.restore(self.driver.console)
        if layout is None:
            return
        self.main.take_layout(layout.pane, zoomed=layout.zoomed)
        session.go(session.cursor, reason)
        restored = restored_text(session)
        self.show(f"{reason}; restored from last time: {restored}" if restored else "")

    def _store(self) -> None:
        """Store the preferences and the model's state, if they have changed."""
        reading = self.session.reading
        self.prefer(precision=reading.precision, opened=reading.opened)
        if not self.driver.busy:
            self.state.store(self.driver.console, Layout(*self.main.layout_kept))

    def _first_start(self) -> None:
        """Show the tour, unless the user has left already."""
        if self.main.is_attached:
            self.prefer(toured=True)
            # If this can't be stored, the tour would start every time.
            if self.state.is_stored:
                self.tour.start(asked=False)

    def _close_prompt(self) -> None:
        self.main.close_prompt()
        self.show()

    def _drive(self) -> None:
        """Begin to run commands on a session, and to write them down."""
        session = self.session
        session.fetch_reference = self._fetch_reference
        self._runner = None

    def _answered(self, typed: bool, answers: list[Answer]) -> None:
        """Draw the result of a command."""
        if self.driver.console.ended:
            self.exit()
            return
        last = answers[-1] if answers else None
        if typed and self.main.query_one(Prompt).kind.stays:
            # The transcript shows it anyway.
            self.show()
        elif last is not None and last.error is not None:
            self.show(last.error, good=False)
        elif last is not None and last.outcome.text != self.session.reason:
            self.show(last.outcome.text.partition("\n")[0], good=last.outcome.holds)
        else:
            self.show()
        if typed:
            if last is not None and last.error is None and last.line.startswith("watch "):
                self.main.bring_up("stops", where_shown=True)
            self.main.answered(answers)
        self._store()
        self._reference.ask(self.session)

    def _fetch_reference(self) -> None:
        """Wait for the reference's answer, in the thread of a search; elsewhere nothing may wait."""
        if threading.get_ident() != self._thread_id:
            self._reference.wait(self.session, lambda: self.driver.cancelled)

    def _set_count(self, count: str) -> None:
        if count != self._count:
            self._count = count
            self.main.show_count(count)


def _opens_help(command: Command, argument: str) -> bool:
    """Whether it is a help with its own page; the console answers help on a command."""
    return command.name == "help" and argument in ("", "keys", *PANE_NAMES, PRESENTED)
