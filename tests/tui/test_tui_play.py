from __future__ import annotations

import pytest
from shown import shown
from tiny_network import tiny_data, tiny_graph

from rnntui.tui.commands.playback import stops_within_one


@pytest.fixture
def app(make_app):
    return make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20))


class Clock:
    """The playback's clock, which a test moves."""

    def __init__(self, app):
        self.interval = None
        app.player.set_interval = self._set_interval

    def _set_interval(self, seconds, callback):
        self.interval, self._callback = seconds, callback
        return self

    def stop(self):
        self.interval = None

    async def tick(self, pilot):
        """The next tick, and what comes of it."""
        self._callback()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def test_space_plays_to_the_end_and_says_so(app):
    clock = Clock(app)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("3", "0", "space")
        assert "▶ 30/s" in shown(app, "status")
        assert clock.interval == 1 / 30
        for t in range(1, 20):
            await clock.tick(pilot)
            assert app.session.cursor.t == t
        assert app.player.playing
        await clock.tick(pilot)
        assert not app.player.playing
        assert clock.interval is None
        assert app.session.cursor.t == 19
        assert "the last timestep" in shown(app, "status")


async def test_it_pauses_with_space_or_any_move(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "space")
        assert app.player.playing
        await pilot.press("space")
        assert not app.player.playing
        await pilot.press("space", "n")
        assert not app.player.playing
        assert app.session.cursor.t == 1


async def test_the_speed_is_chosen(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("plus")
        assert shown(app, "status") == " plays 8 timesteps a second"
        await pilot.press("minus", "minus")
        assert app.player.speed == 2
        await pilot.press(*["minus"] * 4)
        assert app.player.speed == 1


async def test_it_stops_at_a_breakpoint(app):
    clock = Clock(app)
    async with app.run_test(size=(80, 24)) as pilot:
        app.say("break simplernn:3 t=4")
        await pilot.press("3", "0", "space")
        for _ in range(5):
            assert app.player.playing
            await clock.tick(pilot)
        assert not app.player.playing
        assert (app.session.cursor.t, app.session.cursor.equation) == (4, 3)
        assert "breakpoint 1" in shown(app, "status")
        assert app.session.breakpoints.all[0].hits == 1
        assert app.driver.console.history == [
            "break simplernn:3 t=4", *["next"] * 4, "continue",
        ]  # fmt: skip


def test_a_breakpoint_within_one_timestep_is_seen_and_no_other(app):
    session = app.session
    app.driver.console.run("break simplernn:0 t=2")
    assert not stops_within_one(session)
    session.next()
    assert stops_within_one(session)
    app.driver.console.run("disable 1")
    assert not stops_within_one(session)
