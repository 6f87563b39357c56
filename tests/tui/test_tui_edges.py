"""Every "no" says why: at each edge each key either changes the screen or gives a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from networks_shown import ODD, SHOWN
from shown import shown
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.actions import ACTIONS
from rnntui.tui.screens.samples import SampleScreen

BARS = ("head", "status", "hints")


def _single():
    return tiny_graph(timesteps=1, units=1, outputs=1), tiny_data(samples=1, timesteps=1, outputs=1)


def _no_target():
    graph, data = SHOWN["simple_rnn"]()
    return graph, replace(data, targets={})


@dataclass(frozen=True)
class Edge:
    """A place where much is not to be had.

    network: graph and data; lines: the way there; keys: pressed there too; size: of the screen
    """

    network: object
    lines: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (120, 36)
    refuses: str = ""


HIDING = tuple(key for _ in range(5) for key in ("tab", "H"))
EDGES = {
    "the first equation, zoomed in": Edge(SHOWN["simple_rnn"], ("timeline in 9",)),
    "the last equation, zoomed out": Edge(
        SHOWN["lstm"], ("sample 2", "goto end", "unit 2", "timeline out 99")
    ),
    "one of everything, no Keras": Edge(_single, refuses="no Keras here"),
    "all but one pane hidden": Edge(_no_target, (), HIDING),
    "the smallest screen, a pane zoomed": Edge(
        SHOWN["gru"], ("precision exact", "vectors open"), ("tab", "z"), (60, 18)
    ),
    "presented": Edge(SHOWN["simple_rnn"], ("break t=19", "goto end"), ("L",) * 5),
    "images, and boxes": Edge(ODD["images"], ("goto end",)),
    "a stage's end": Edge(SHOWN["bidirectional"], ("goto 5",)),
}


@pytest.fixture
def at(make_app, monkeypatch):
    """Makes an app at an edge."""

    def make(edge):
        app = make_app(*edge.network(), refuses=edge.refuses)
        monkeypatch.setattr(app, "action_suspend_process", lambda: app.notify("suspended"))
        for line in edge.lines:
            (answer,) = app.driver.console.run(line)
            assert answer.error is None, line
        return app

    return make


def panes(app):
    """All of the screen but for what it says and the keys at its foot."""
    strips = app.screen._compositor.render_strips()
    return [strip.text for strip in strips][1:-2]


def standing(app):
    """Where the session is, how it is looked at, who has the keyboard."""
    session = app.session
    looks = session.timeline, session.reading, app.main.arranger.liked
    return session.cursor, session.unit, *looks, app.main.focused


class Edged:
    """An app at an edge, which goes back there."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot
        session = app.session
        self.cursor, self.unit = session.cursor, session.unit
        self.timeline, self.reading = session.timeline, session.reading
        self.arranged = dict(vars(app.main.arranger))

    async def back(self):
        app, session = self.app, self.app.session
        while app.screen is not app.main:
            await self.pilot.press("escape")
            await self.pilot.pause()
        app.main.close_prompt()
        app.tour.leave()
        app.player.pause()
        session.go(self.cursor, "here")
        session.unit, session.timeline, session.reading = self.unit, self.timeline, self.reading
        vars(app.main.arranger).update(self.arranged, _recent=list(self.arranged["_recent"]))
        app.main.set_panes()
        app.clear_notifications()
        app.show()
        await self.pilot.pause()


async def _calm(app, pilot):
    while app.driver.busy:
        await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.exhaustive
async def test_every_key_changes_something_or_says_why_not(at, name, settled):
    edge = EDGES[name]
    app, silent = at(edge), []
    async with app.run_test(size=edge.size) as pilot:
        await settled(pilot)
        await pilot.press(*edge.keys)
        edged = Edged(app, pilot)
        for action in ACTIONS:
            if action.id == "quit":
                continue
            await edged.back()
            before, was = panes(app), standing(app)
            assert shown(app, "status").startswith(" here")
            await pilot.press(action.keys[0])
            await _calm(app, pilot)
            if app.screen is not app.main or app.main.prompting or app._notifications:
                continue
            said = shown(app, "status")
            changed = panes(app) != before or standing(app) != was
            if not changed and said.startswith(" here"):
                silent.append(f"{action.shown}: {said}")
        await edged.back()
    assert silent == []


@pytest.mark.parametrize("key", ["n", "N", "s", "S", "g", "G", "]", "[", "right", "left"])
async def test_a_count_that_is_too_large_goes_as_far_as_it_can_and_says_so(make_app, key):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        app.say("sample 1")
        app.say("goto 2")
        app.session.stay("here")
        app.show()
        await pilot.press("9", "9", "9", key)
        assert not shown(app, "status").startswith(" here")
        app.session.stay("here")
        app.show()
        await pilot.press("9", "9", "9", key)
        told = shown(app, "status")
        assert not told.startswith(" here")
        assert "already" in told or "no timestep" in told


@pytest.mark.parametrize("keys", ["9b", "9w", "0n", "0s", "0c", "0 "])
async def test_a_count_that_means_nothing_says_so(make_app, keys):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        app.session.stay("here")
        app.show()
        await pilot.press(*(("space" if key == " " else key) for key in keys))
        await _calm(app, pilot)
        assert not shown(app, "status").startswith(" here")


async def test_the_samples_say_why_there_is_no_other_output(make_app):
    app = make_app(*_single())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, SampleScreen)
        for key in ("left", "right"):
            await pilot.press(key)
            foot = app.screen.query_one("#samples-foot").render_line(0).text
            assert "there is only one output" in foot
