"""What a terminal without Unicode gets."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from small_networks import (
    attention_graph,
    bidirectional_graph,
    data_for,
    image_graph,
    masked_data,
    masked_graph,
    stacked_graph,
    tokens_graph,
    unknown_graph,
)
from textual.color import Color
from tiny_network import tiny_graph
from waiting import until

from rnntui.display.primitives.ascii import as_ascii
from rnntui.tui.screens.training import LossCurve
from rnntui.tui.theme.ascii_filter import AsciiFilter


def text_of(app):
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


SCREENS = {
    "main": (),
    "worked": ("s", "right"),
    "curve": ("f",),
    "breakpoints": ("b", "enter", "c"),
    "transcript": ("colon", *"print h_t", "enter"),
    "error": ("colon", *"moon", "enter"),
    "help": ("f1",),
    "samples": ("o",),
    "model": ("m",),
    "training": ("t",),
    "palette": ("ctrl+p", *"zoo"),
    "tour": ("T",),
    "presenter": ("L", "L", "L", "L"),
}


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.exhaustive
async def test_every_screen_is_ascii(make_app, settled, screen, size):
    app = make_app(ascii_only=True)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(*SCREENS[screen])
        await pilot.pause()
        text = text_of(app)
        assert text.isascii(), sorted({char for char in text if not char.isascii()})
        # Nothing is written that has no sign of its own.
        asks = ("help", "palette", "tour")
        assert screen in asks or "?" not in text.replace("? help", "")


MODELS = {
    "lstm": (lambda: tiny_graph(("LSTM",)), None),
    "gru": (lambda: tiny_graph(("GRU",)), None),
    "masked": (masked_graph, masked_data),
    "bidirectional": (bidirectional_graph, None),
    "images": (image_graph, None),
    "stacked": (stacked_graph, None),
    "tokens": (tokens_graph, None),
    "attention": (attention_graph, None),
    "unknown": (unknown_graph, None),
}


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.exhaustive
async def test_every_equation_of_a_model_is_ascii(make_app, settled, model, ascii_only):
    make_graph, make_data = MODELS[model]
    graph = make_graph()
    data = make_data() if make_data else data_for(graph)
    app = make_app(graph, data, ascii_only=ascii_only)
    async with app.run_test(size=(160, 50)) as pilot:
        await settled(pilot)
        for line in ("step", "next", *["step"] * 12, "last", *["step"] * 8):
            app.say(line)
            await app.workers.wait_for_complete()
            await pilot.pause()
            text = text_of(app)
            if ascii_only:
                assert text.isascii(), sorted({char for char in text if not char.isascii()})
            else:
                # Of what is written in Unicode, nothing is without a sign of its own.
                assert as_ascii(text).count("?") == text.count("?")


async def test_a_notice_is_ascii_without_levels(make_app):
    app = make_app(ascii_only=True)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        app.notify("données… ▶ 日本", title="Not kept", severity="warning")
        await until(pilot, lambda: "Not kept" in text_of(app))
        assert text_of(app).isascii()
        assert "donn?es~ > ????" in text_of(app)


@pytest.mark.parametrize("size", [(50, 12), (60, 18)])
async def test_a_small_screen_is_ascii(make_app, size):
    app = make_app(ascii_only=True)
    async with app.run_test(size=size):
        assert text_of(app).isascii()


async def test_arrows_are_named_where_they_are_keys(make_app):
    app = make_app(ascii_only=True)
    async with app.run_test(size=(120, 60)) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "right l  " in text_of(app)


async def test_a_scrollbar_has_no_levels(make_app):
    app = make_app(ascii_only=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("f1")
        bar = app.screen.query_one("VerticalScroll").vertical_scrollbar
        seen = set()
        for _ in range(12):
            await pilot.press("down")
            await pilot.pause()
            rows = range(bar.region.y, bar.region.bottom)
            seen |= {text_of(app).splitlines()[y][bar.region.x] for y in rows}
        assert seen == {" ", "#"}


async def test_a_loss_falls_from_level_to_level(make_app):
    app = make_app(ascii_only=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("t")
        curve = app.screen.query_one(LossCurve)
        curve.data = list(range(8))
        curve.styles.height, curve.styles.width = 1, 8
        await pilot.pause()
        place = curve.content_region
        drawn = text_of(app).splitlines()[place.y]
        assert drawn[place.x : place.right] == "1234567#"


async def test_unicode_is_usual(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)):
        assert not text_of(app).isascii()


@pytest.mark.parametrize(
    ("text", "found"), [("日本", "????"), ("é", "?"), ("▔▁", "-_"), ("a▶", "a>"), ("e\u0301", "e")]
)
def test_a_line_stays_as_wide_as_it_was(text, found):
    (segment,) = AsciiFilter().apply([Segment(text)], Color(0, 0, 0))
    assert segment.text == found
