"""What a terminal without Unicode gets."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.color import Color

from rnntui.tui.ascii_filter import AsciiFilter


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
