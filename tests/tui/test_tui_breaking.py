from __future__ import annotations

import numpy as np
import pytest
from shown import shown
from tiny_network import tiny_data, tiny_graph
from waiting import until_checked


@pytest.fixture
def app(make_app):
    return make_app(tiny_graph(timesteps=20), tiny_data(timesteps=20))


def beyond(app, bound):
    """The timesteps at which |h_t[0]| is larger, by the whole history."""
    run = app.session.run
    node = run.graph.recurrent[0]
    return np.flatnonzero(np.abs(run.history(node, 0, 20)[:, 0]) > bound).tolist()


async def searched(pilot):
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_b_and_enter_toggles_a_breakpoint_at_the_cursor(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("s", "b", "enter")
        assert "▶●hW" in shown(app, "equations")
        assert "breakpoint 1: simplernn:1" in shown(app, "status")
        await pilot.press("s", "1", "b")
        assert " ○hW" in shown(app, "equations")
        await pilot.press("1", "b", "S", "b", "enter")
        assert app.session.breakpoints.all == ()
        assert "●" not in shown(app, "equations")
        # A script does the same.
        assert app.driver.console.history == [
            "step", "break", "step", "disable 1", "enable 1", "reverse-step", "delete 1",
        ]  # fmt: skip


async def test_a_condition_is_checked_as_it_is_typed(app):
    held = beyond(app, 0.6)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", *"abs(h_q[0]) > 0.6")
        assert shown(app, "status") == " column 5: no 'h_q' here; did you mean 'h_t'?"
        app.main.query_one("Input").value = "abs(h_t[0]) > 0.6"
        await until_checked(pilot)
        assert shown(app, "status") == f" stops at {len(held)} of 20 timesteps, first t={held[0]}"
        app.main.query_one("Input").value = "qqqq"
        await until_checked(pilot)
        assert "in scope: x_t, h_prev, xW" in shown(app, "status")
        app.main.query_one("Input").value = "saturat"
        app.main.query_one("Input").cursor_position = 7
        await pilot.press("tab", "enter")
        assert app.session.breakpoints.all[0].text == "saturated"
        assert not app.main.prompting


async def test_a_wrong_condition_stays_to_be_mended_and_escape_leaves(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", *"h_t >", "enter")
        assert app.main.prompting
        assert "column 6: invalid syntax" in shown(app, "status")
        await pilot.press("escape", "n")
        assert not app.main.prompting
        assert app.session.cursor.t == 1
        assert app.session.breakpoints.all == ()


async def test_continue_stops_both_ways_and_says_why(app):
    held = beyond(app, 0.6)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("b", *"abs(h_t[0]) > 0.6", "enter", "c")
        await searched(pilot)
        assert shown(app, "status").startswith(f" breakpoint 1: abs(h_t[0]) > 0.6, t={held[0]}")
        assert "▶◐hₜ" in shown(app, "equations")
        await pilot.press("2", "c")
        await searched(pilot)
        assert app.session.cursor.t == held[2]
        await pilot.press("C")
        await searched(pilot)
        assert app.session.cursor.t == held[1]
        await pilot.press("F", "f")
        assert app.session.cursor.equation == 3


async def test_the_ruler_marks_where_a_condition_would_stop(app):
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("b", *"abs(h_t[0]) > 0.6", "enter")
        rail = shown(app, "timeline").splitlines()[1]
        assert rail.count("●") == len(beyond(app, 0.6))
        await pilot.press("1", "b")
        assert "●" not in shown(app, "timeline")


async def test_until_goes_on_whatever_the_breakpoints(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "enter", "a", *"abs(h_t[0]) > 0.9", "enter")
        await searched(pilot)
        assert app.session.cursor.t == beyond(app, 0.9)[0]
        assert "abs(h_t[0]) > 0.9" in shown(app, "status")


async def test_find_goes_to_the_largest_over_all_samples(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"max abs(h_t)", "enter")
        await searched(pilot)
        assert shown(app, "status").startswith(" max abs(h_t) = 0.99")
        await pilot.press("slash", *"h_t[0] > 0.9", "enter")
        await searched(pilot)
        assert app.driver.console.history[-1] == "find first h_t[0] > 0.9"


async def test_watches_are_shown_with_their_value_and_over_time(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w", *"norm(h_t)", "enter")
        assert "1 norm(h_t) = +1." in shown(app, "stops")
        before = shown(app, "stops")
        await pilot.press("n")
        assert shown(app, "stops") != before
        await pilot.press("w", *"h_t[9]", "enter")
        assert "index out of range" in shown(app, "stops")
        await pilot.press("1", "w", "2", "w")
        assert "no watches" in shown(app, "stops")


async def test_what_cant_be_computed_says_so_in_its_place(app):
    async with app.run_test(size=(120, 36)) as pilot:
        app.reference_thread.close()
        await pilot.press("colon", *"watch keras[0]", "enter", "escape")
        text = shown(app, "stops")
        assert "1 keras[0]" in text


async def test_a_long_list_of_stops_is_reached_with_the_keyboard_at_80x24(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for t in range(12):
            app.say(f"break t={t}")
        await pilot.press("tab", "tab", "tab", "pagedown")
        await pilot.pause()
        assert app.main.focused.id == "stops"
        assert "12 ◐ t=11" in shown(app, "stops")


async def test_a_pane_has_all_of_the_screen_and_gives_it_back(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("tab", "z")
        assert app.main.query_one("#equations").size.width == 117
        await pilot.press("tab")
        assert app.main.query_one("#worked").size.width == 117
        await pilot.press("z")
        assert app.main.query_one("#timeline").display
