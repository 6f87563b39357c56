"""What a terminal without Unicode, with few colours or with none gets."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.color import Color

from rnntui.display.heat import LEVELS
from rnntui.tui.ascii_filter import AsciiFilter
from rnntui.tui.styles import Colours, colours_of, style_table


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
    "presenter": ("L", "L", "L", "L"),
}


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
@pytest.mark.parametrize("screen", SCREENS)
async def test_every_screen_is_ascii(make_app, settled, screen, size):
    app = make_app(ascii_only=True)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press(*SCREENS[screen])
        await pilot.pause()
        text = text_of(app)
        assert text.isascii(), sorted({char for char in text if not char.isascii()})
        # Nothing is written that has no sign of its own.
        asks = ("help", "palette")
        assert screen in asks or "?" not in text.replace("? help", "")


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


async def test_no_colour_is_none_not_grey(make_app, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    plain = make_app()
    async with plain.run_test(size=(120, 36)) as pilot:
        await pilot.press("s", "tab")
        for strip in plain.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                assert style is None or style.color is None or style.color.is_default
                assert style is None or style.bgcolor is None or style.bgcolor.is_default


def test_sixteen_colours_have_steps_of_their_own():
    table = style_table(dark=True, colours=Colours.FEW)
    positive = [table[f"heat{level:+d}"] for level in range(LEVELS + 1)]
    negative = [table[f"heat{-level:+d}"] for level in range(1, LEVELS + 1)]
    assert len(set(positive)) == 4
    assert not set(negative[1:]) & set(positive)
    for style in (*positive, *negative):
        assert style.color is not None
        assert style.bgcolor != style.color


@pytest.mark.parametrize(("term", "few"), [("xterm-16color", True), ("xterm-256color", False)])
async def test_the_terminal_says_how_many_colours_there_are(make_app, monkeypatch, term, few):
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", term)
    app = make_app()
    async with app.run_test(size=(120, 36)):
        assert (colours_of(app) is Colours.FEW) is few
