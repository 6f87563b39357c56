from __future__ import annotations

import pytest
from small_networks import GRAPHS, data_for
from textual.widgets import Input
from tiny_network import tiny_data, tiny_graph
from waiting import until

from rnntui.display.primitives.text import plain
from rnntui.display.samples.samples import SampleColumns
from rnntui.tui.panes.line_pane import LineBar
from rnntui.tui.panes.row_list import RowList
from rnntui.tui.screens.samples import SampleScreen


async def waited(pilot, screen):
    await until(pilot, lambda: pilot.app.session.table.complete)
    # The rows are drawn by a message that the worker sends at its end.
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen


async def opened(pilot, key="o"):
    """The screen, with everything computed and drawn."""
    await pilot.press(key)
    screen = pilot.app.screen
    assert isinstance(screen, SampleScreen)
    return await waited(pilot, screen)


def bar(screen, name):
    return plain(screen.query_one(f"#samples-{name}", LineBar)._line)


def lines(screen):
    rows = screen.query_one(RowList)
    return [rows.render_line(y).text.rstrip() for y in range(len(rows.in_view))]


def ids(screen):
    return [int(line.removeprefix("▶").split()[0]) for line in lines(screen)]


async def test_a_sample_is_opened_by_number_or_from_the_list(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o", "2", "enter")
        await pilot.pause()
        assert app.session.cursor.sample == 2
        screen = await opened(pilot, "p")
        assert screen.query_one(RowList).row == 2
        assert lines(screen)[2].startswith("▶")
        await pilot.press("up", "up", "enter")
        await pilot.pause()
        assert app.session.cursor.sample == 0
        await pilot.press("o", "escape")
        await pilot.pause()
        assert app.screen is app.main
        assert app.session.cursor.sample == 0


async def test_worst_first_is_one_key_and_letters_sort(make_app, settled):
    app = make_app(data=tiny_data(samples=9))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        screen = await opened(pilot)
        table = app.session.table
        by_error = sorted(range(9), key=lambda index: -table.summaries[index].error)
        await pilot.press("w")
        assert ids(screen) == by_error
        assert "error▼" in bar(screen, "headings")
        assert screen.query_one(RowList).row == 0
        await pilot.press("e")
        assert ids(screen) == by_error[::-1]
        await pilot.press("s")
        shares = [table.summaries[index].saturation.share for index in ids(screen)]
        assert shares == sorted(shares, reverse=True)
        await pilot.press("right", "o")
        assert "longitude over t" in bar(screen, "headings")
        lasts = [table.summaries[index].last(1) for index in ids(screen)]
        assert lasts == sorted(lasts, reverse=True)
        await pilot.press("k")
        assert ids(screen)[0] == 0
        assert "✓ same" in lines(screen)[0]
        assert "unchecked" in lines(screen)[1]
        await pilot.press("i")
        assert ids(screen) == list(range(9))
        await pilot.press("l", "w", "enter")
        await pilot.pause()
        assert app.session.cursor.sample == by_error[0]


async def test_a_heading_is_clicked_and_so_is_a_sample(make_app):
    app = make_app(data=tiny_data(samples=9))
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        at = bar(screen, "headings").index("error")
        await pilot.click("#samples-headings", offset=(at, 0))
        assert "error▼" in bar(screen, "headings")
        worst = ids(screen)[2]
        await pilot.click("#rows", offset=(5, 2), times=2)
        await pilot.pause()
        assert app.session.cursor.sample == worst


async def test_a_condition_filters_and_what_is_wrong_with_it_is_said(make_app):
    app = make_app(data=tiny_data(samples=9))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash", *"outptu > 1")
        assert "did you mean 'output'?" in bar(screen, "foot")
        await pilot.press("enter")
        assert len(ids(screen)) == 9
        line = screen.query_one(Input)
        line.value = "mean(abs(output - target)) > 1"
        await until(pilot, lambda: "at the last timestep" in bar(screen, "foot"))
        assert "at the last timestep" in bar(screen, "foot")
        await pilot.press("enter")
        screen = await waited(pilot, screen)
        errors = app.session.table.summaries
        assert ids(screen) == [index for index in range(9) if errors[index].error > 1]
        assert "shown" in bar(screen, "head")
        await pilot.press("slash")
        line.value = "any(output > keras)"
        await pilot.press("enter")
        screen = await waited(pilot, screen)
        await until(pilot, lambda: not ids(screen))
        assert "Keras has not computed this sample" in bar(screen, "foot")
        await pilot.press("enter", "slash", "escape")
        screen = await waited(pilot, screen)
        assert len(ids(screen)) == 9
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.main


async def test_what_is_empty_says_why(make_app):
    graph = GRAPHS["images"]()
    app = make_app(graph, data_for(graph))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "the data has no target" in bar(screen, "foot")
        assert "none" in lines(screen)[1]
        assert "one value" in lines(screen)[1]
        await pilot.press("k")
        assert "checked when it is opened" in bar(screen, "foot")


async def test_thousands_are_drawn_as_few_and_computed_in_view_first(make_app, monkeypatch):
    app = make_app(data=tiny_data(samples=5000))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.session.table
        done = []
        step = table.step

        def counted(first):
            if len(done) >= 60:
                return False
            done.append(tuple(first))
            return step(first)

        monkeypatch.setattr(table, "step", counted)
        await pilot.press("o")
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        assert set(range(19)) <= set(table.summaries)
        assert len(table.summaries) <= 60
        assert "of 5,000" in bar(screen, "head")
        drawn = []
        rows = screen.query_one(RowList)
        make = rows._make
        monkeypatch.setattr(rows, "_make", lambda row, width: drawn.append(row) or make(row, width))
        await pilot.press("end")
        await pilot.pause()
        assert ids(screen)[-1] == 4999
        assert len(set(drawn)) <= 2 * 24


@pytest.mark.parametrize("width", [58, 60, 79, 80, 119, 200])
@pytest.mark.parametrize("longest", [0, 5, 15, 60])
@pytest.mark.parametrize("samples", [1, 300, 1_000_000])
def test_no_line_is_wider_than_its_place(width, longest, samples):
    from rnntui.debugger.frame.frame import ReferenceValue
    from rnntui.debugger.session.session import Session
    from rnntui.display.samples.samples import HEADINGS, heading_line, sample_line

    session = Session.open(tiny_graph(), tiny_data(samples=1))
    session.table.step()
    columns = SampleColumns.within(width, samples, longest)
    heading = heading_line(columns, "output", down=True, unit="a long name of it")
    summary = session.table.summaries[0]
    keras = (ReferenceValue("off"), None)
    for summed in (None, summary):
        line = sample_line(
            columns, samples - 1, "n" * longest, 6, summed, keras, unit=0, opened=True
        )
        assert len(plain(line)) <= width
    assert len(plain(heading)) <= width
    assert [columns.at(plain(heading).index(word)) for word in HEADINGS.values()] == list(HEADINGS)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_samples(snap_compare, make_app, settled, size):
    async def keys(pilot):
        await settled(pilot)
        await opened(pilot)
        await pilot.press("w", "down")

    app = make_app(data=tiny_data(samples=40))
    assert snap_compare(app, terminal_size=size, run_before=keys)


async def test_a_row_has_keras_value_as_soon_as_it_answers(make_app, settled):
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        answered = app.session.reference.value(0)
        app.session.reference._values.clear()
        await pilot.press("o")
        await app.workers.wait_for_complete()
        await pilot.pause()
        rows = app.screen.query_one("#rows")
        assert "same" not in rows.render_line(0).text
        refreshed = []
        rows.refresh = lambda *_, **__: refreshed.append(True)
        app.session.reference._values[0] = answered
        app.reference_answered.publish(0)
        await pilot.pause()
        assert refreshed
        assert "✓ same" in rows.render_line(0).text
