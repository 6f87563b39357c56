"""How the screen's tests wait: for events, never for a time.

Textual's own pilot takes the app for idle when its process uses little CPU for 20 ms, which on a busy
machine is when it is starved. Here it is idle when no message is waiting anywhere.
"""

from __future__ import annotations

import asyncio

from textual._context import active_app

from rnntui.tui.prompt.prompt import Prompt

# Messages beget messages; after this many empty rounds none is on its way.
_QUIET_ROUNDS = 4
# A layout may lead to another.
_LAYOUTS = 3
# A hang must end the test one day: a minute and more of pauses, on any machine.
_ROUNDS = 20_000


def _waiting(app):
    # After its exit a message may stay in the queue of a widget that no longer runs.
    if app._exit:
        return False
    pumps = [app, *app.screen_stack, *app._registry]
    return any(pump._message_queue is not None and pump._message_queue.qsize() for pump in pumps)


async def no_messages(min_sleep=0, max_sleep=0):
    """Wait until no message is waiting; replaces `textual._wait.wait_for_idle`."""
    await all_drawn(active_app.get())


async def all_drawn(app):
    """Wait until no message is waiting, with everything drawn that asked for it."""
    for _ in range(_LAYOUTS):
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            await asyncio.sleep(0)
            quiet = 0 if _waiting(app) else quiet + 1
        # A timer does this sixty times a second: lay out and draw what has asked for it.
        with app._context():
            app.screen._on_timer_update()


async def until(pilot, holds):
    """Let the app work until something holds."""
    for _ in range(_ROUNDS):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.003)
    raise AssertionError("it did not happen")


async def until_checked(pilot):
    """Let the prompt finish checking what is typed."""
    prompt = pilot.app.main.query_one(Prompt)
    await until(pilot, lambda: not prompt.checking)
