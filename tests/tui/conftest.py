"""The tests of three floors share one tiny network; its folder is on the path for all of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "debugger"))

from fake_keras import FakeKeras
from tiny_network import tiny_data, tiny_graph
from waiting import no_messages, until

from rnntui.debugger.session.session import Session
from rnntui.tui.app import DebuggerApp


@pytest.fixture
def make_app(monkeypatch):
    """Makes an app on the tiny network, with a fake Keras."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    def make(
        graph=None,
        data=None,
        *,
        session=None,
        keep=False,
        ascii_only=False,
        **fake,
    ):
        graph = graph or tiny_graph()
        data = data or tiny_data()
        keras = FakeKeras(graph, **fake)
        session = session or Session.open(graph, data)
        app = DebuggerApp(session, data, start=lambda: keras, keep=keep, ascii_only=ascii_only)
        app.reference = keras
        return app

    return make


@pytest.fixture(autouse=True)
def _idle_is_without_messages(monkeypatch):
    """Pilots wait for messages, not for the processor; see `waiting`."""
    monkeypatch.setattr("textual.pilot.wait_for_idle", no_messages)
    monkeypatch.setattr("textual.app.wait_for_idle", no_messages)


@pytest.fixture
def settled():
    """Waits until Keras has answered, and that is drawn."""

    async def wait(pilot):
        session = pilot.app.session
        await until(pilot, lambda: session.frame().reference.status in ("ready", "failed"))

    return wait
