from __future__ import annotations

from shown import shown
from tiny_network import tiny_data, tiny_graph

T = 6000


async def test_a_condition_over_a_long_sequence_is_counted_aside(make_app):
    app = make_app(tiny_graph(timesteps=T), tiny_data(samples=1, timesteps=T))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("b", *"abs(z[0]) > 2.5", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not app.main.prompting
        assert f"of {T} timesteps" in shown(app, "status")
        await pilot.press("c")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.session.breakpoints.all[0].hits == 1


async def test_a_count_that_is_given_up_leaves_the_breakpoint(make_app):
    app = make_app(tiny_graph(timesteps=T), tiny_data(samples=1, timesteps=T))
    async with app.run_test(size=(120, 36)) as pilot:
        app.say("break abs(z[0]) > 2.5")
        app.driver.cancel()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert len(app.session.breakpoints.all) == 1


async def test_a_search_waits_for_keras_and_what_is_shown_is_asked_again(make_app, settled):
    app = make_app(tiny_graph(), tiny_data())
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        app.say("sample worst mismatch")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "the largest mismatch, 0" in shown(app, "status")
        assert all(app.session.has_reference(sample) for sample in range(3))


async def test_where_keras_fails_a_search_says_so(make_app, settled):
    app = make_app(tiny_graph(), tiny_data(), refuses="this is no model")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        app.say("sample worst mismatch")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "this is no model" in shown(app, "status")
