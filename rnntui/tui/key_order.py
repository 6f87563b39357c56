"""Keys take effect one after the other, however fast they arrive.

Textual passes a key to the focused widget and reads the next one at once, while the effect of the
first (opening or closing a prompt) is still on its way through the widgets to the app. Keys typed ahead,
or pasted by a terminal, would go to the wrong widget. So each key waits here until the one before it,
and everything it caused, has been handled.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

# These make a prompt post a message, which takes the same way again, in two steps.
_ANSWERED = ("enter", "escape", "tab")
# A removed widget reports nothing.
_LONGEST = 0.5


class KeyOrder:
    """Holds keys back while one is being handled."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Key] = deque()
        self._next: events.Key | None = None
        self._under_way = False
        self._number = 0

    def holds(self, event: events.Key) -> bool:
        """Whether a key must wait; it is sent again later."""
        if event is self._next:
            self._next = None
            return False
        if not self._under_way and self._next is None and not self._waiting:
            return False
        self._waiting.append(event)
        self._app.set_timer(_LONGEST, lambda number=self._number: self._arrived(number))
        return True

    def sent(self, event: events.Key) -> None:
        """A key has been handed to the widget that has the keyboard."""
        self._under_way = True
        self._number += 1
        self._follow(self._number, 3 if event.key in _ANSWERED else 1)

    def _follow(self, number: int, times: int) -> None:
        """Send a marker after the key, through the same widgets."""
        if not self._app.screen_stack:
            return
        start = self._app.focused or self._app.screen
        self._pass_on(list(start.ancestors_with_self), number, times)

    def _pass_on(self, nodes: list[MessagePump], number: int, times: int) -> None:
        if not nodes:
            if times > 1:
                self._follow(number, times - 1)
            else:
                self._arrived(number)
        elif not nodes[0].call_later(self._pass_on, nodes[1:], number, times):
            self._pass_on(nodes[1:], number, times)

    def _arrived(self, number: int) -> None:
        if number != self._number or not self._under_way:
            return
        self._under_way = False
        if self._waiting:
            self._next = self._waiting.popleft()
            self._app.post_message(self._next)
