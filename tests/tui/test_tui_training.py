from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Label, Sparkline
from tiny_network import tiny_data, tiny_graph
from waiting import until

from rnntui.tui.screens.training_form import unused_name


@pytest.fixture
def app(make_app, tmp_path, monkeypatch):
    """An app on data of the bundled model's shape: what the fake trains is that model."""
    monkeypatch.chdir(tmp_path)

    def make(**fake):
        return make_app(tiny_graph(timesteps=20, outputs=3), tiny_data(timesteps=20), **fake)

    return make


def said(app):
    return str(app.screen.query_one("#said", Label).content)


async def test_a_trained_model_is_what_is_stepped_through(app, tmp_path):
    app = app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("t")
        await pilot.pause()
        app.screen.query_one("#epochs", Input).value = "5"
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.main)
        settings, x, y = app.reference.trained[0]
        assert (settings.cell, settings.units, settings.epochs) == ("simple_rnn", 4, 5)
        assert (x, y) == ((3, 20, 4), (3, 3))
        assert app.session.graph.network.path == Path("trained_simple_rnn.keras")
        assert (tmp_path / "trained_simple_rnn.keras").exists()
        await pilot.press("n")
        assert app.session.cursor.t == 1


async def test_the_curve_grows_and_escape_keeps_the_best_model_so_far(app):
    app = app(patient=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: len(app.screen.query_one(Sparkline).data or ()) == 60)
        assert said(app).startswith("epoch 60 of 60")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        assert app.session.graph.network.path == Path("trained_simple_rnn.keras")


async def test_what_cant_be_trained_is_said_in_the_form(app, tmp_path):
    (tmp_path / "there.keras").touch()
    app = app(refuses="the loss became NaN")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("t")
        await pilot.pause()
        for field, value, message in (
            ("units", "many", "units 'many': must be a whole number"),
            ("units", "0", "units 0: must be 1 or more"),
            ("learning_rate", "-1", "learning rate -1.0: must be more than 0"),
            ("out", "there.keras", "there.keras: is there already"),
        ):
            before = app.screen.query_one(f"#{field}", Input).value
            app.screen.query_one(f"#{field}", Input).value = value
            await pilot.press("enter")
            assert message in said(app)
            app.screen.query_one(f"#{field}", Input).value = before
        await pilot.press("enter")
        await until(pilot, lambda: "the loss became NaN" in said(app))
        await pilot.press("escape")


def test_a_new_model_gets_a_name_of_its_own(tmp_path):
    assert unused_name(tmp_path, "lstm").name == "trained_lstm.keras"
    (tmp_path / "trained_lstm.keras").touch()
    assert unused_name(tmp_path, "lstm").name == "trained_lstm_2.keras"
