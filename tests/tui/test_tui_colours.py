"""What is written is read on every theme, and the map of the data by colour-blind eyes too."""

from __future__ import annotations

import re

import numpy as np
import pytest
from rich.cells import cell_len
from rich.color import Color, ColorSystem, ColorType
from rich.color_triplet import ColorTriplet
from waiting import until

from rnntui.display.primitives.heat import LEVELS
from rnntui.tui.panes.strips import styles_of
from rnntui.tui.theme.styles import Colours, colours_of, contrast, style_table

# G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation
# of Color Vision Deficiency", 2009, severity 1: of linear RGB.
EYES = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
]
WHITE = (0.95047, 1.0, 1.08883)


def lab(colour, eye):
    """CIE L*a*b* (D65) of a colour as an eye sees it."""
    part = np.array(colour) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(EYES[eye]) @ linear, 0, 1)
    x, y, z = np.array(TO_XYZ) @ seen / np.array(WHITE)
    f = [np.cbrt(v) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other):
    """How different two colours are, in CIE L*a*b*: 2.3 is just noticeable."""
    return np.linalg.norm(one - other)


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("colours", [Colours.MANY, Colours.ALL])
def test_every_eye_tells_the_levels_apart(colours, dark, eye):
    table = style_table(dark=dark, colours=colours)
    seen = {
        at: lab(table[f"heat{at:+d}"].bgcolor.get_truecolor(), eye)
        for at in range(-LEVELS, LEVELS + 1)
    }
    assert apart(seen[LEVELS], seen[-LEVELS]) > 60
    for size in range(2, LEVELS + 1):
        assert apart(seen[size], seen[-size]) > 10
        assert apart(seen[size], seen[size - 2]) > 5
        assert apart(seen[-size], seen[2 - size]) > 5
    for sign in (1, -1):
        light = [seen[sign * size][0] for size in range(LEVELS + 1)]
        # In 256 colours two levels may be as good as equally light, but differ in hue.
        steps = np.diff(light) * (1 if dark else -1)
        assert steps.min() > (0 if colours is Colours.ALL else -0.5)
        assert (np.diff(light[::2]) * (1 if dark else -1)).min() > 0


def test_each_of_256_colours_is_sent_as_it_was_chosen():
    for dark in (True, False):
        table = style_table(dark=dark, colours=Colours.MANY)
        levels = [table[f"heat{at:+d}"] for at in range(-LEVELS, LEVELS + 1)]
        sent = {style.bgcolor.downgrade(ColorSystem.EIGHT_BIT).number for style in levels}
        assert len(sent) == len(levels)
        for style in levels:
            assert contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor()) >= 4.5


# What terminals make of the sixteen: the console of Linux, xterm, Windows.
TERMINALS = {
    "linux": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
    "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
}


def sixteen(terminal):
    return [Color.parse(f"#{one}").get_truecolor() for one in TERMINALS[terminal].split()]


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("dark", [True, False])
def test_sixteen_colours_are_read_and_their_steps_told_apart(terminal, dark):
    colours = sixteen(terminal)
    ground, text = (colours[0], colours[7]) if dark else (colours[15], colours[0])
    table = style_table(dark=dark, colours=Colours.FEW)

    def of(colour, usual):
        return usual if colour is None or colour.is_default else colours[colour.number]

    for role, style in table.items():
        assert style.color is None or style.color.type in (ColorType.STANDARD, ColorType.DEFAULT)
        assert style.bgcolor is None or style.bgcolor.number < 8, "the console of Linux has no more"
        assert contrast(of(style.color, text), of(style.bgcolor, ground)) >= 2.9, role
    for eye in EYES:
        for sign in (1, -1):
            steps = [of(table[f"heat{sign * size:+d}"].bgcolor, ground) for size in (0, 3, 6)]
            seen = [lab(step, eye) for step in steps]
            light = [one[0] for one in seen]
            assert light == sorted(light, reverse=not dark)
            assert apart(seen[0], seen[1]) > 10
            assert apart(seen[1], seen[2]) > 10
        for size in (3, 6):
            both = [of(table[f"heat{sign * size:+d}"].bgcolor, ground) for sign in (1, -1)]
            assert apart(*(lab(one, eye) for one in both)) > 20
        both = [of(table[f"heat{sign:+d}"].color, text) for sign in (1, -1)]
        assert apart(*(lab(one, eye) for one in both)) > 20


SCREENS = {
    "main": ("n",),
    "help": ("f1",),
    "a pane's help": ("tab", "question_mark"),
    "tour": ("T",),
    "training": ("t",),
    "samples": ("o", "slash"),
    "model": ("m",),
    "transcript": ("colon", *"print h_t", "enter", *"moon", "enter"),
    "prompt": ("b",),
    "palette": ("ctrl+p", *"zo"),
}
# Frames and bars: what they say is said in words too.
DRAWN = set("─│╭╮╰╯ ▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▐▕━╸╺▔")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.exhaustive
async def test_every_screen_is_read_on_every_theme(make_app, screen):
    app = make_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*SCREENS[screen])
        await pilot.pause()
        for name, theme in app.available_themes.items():
            if theme.ansi:
                continue
            app.theme = name
            await pilot.pause()
            for text, style in in_front(app):
                front, back = style.color.get_truecolor(), style.bgcolor.get_truecolor()
                assert contrast(front, back) >= 2.9, (name, text)


def in_front(app):
    """The texts of the screen in front, and their styles; not of what it covers."""
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for text, style, _ in strip:
            written = bool(set(text) - DRAWN)
            widget = app.screen.get_widget_at(x, y)[0] if written else None
            x += cell_len(text)
            if widget is not None and (widget is not app.screen or widget is app.main):
                yield text, style


@pytest.mark.parametrize("screen", SCREENS)
async def test_no_colour_is_none_not_grey(make_app, monkeypatch, screen):
    monkeypatch.setenv("NO_COLOR", "1")
    plain = make_app()
    async with plain.run_test(size=(120, 36)) as pilot:
        await pilot.press(*SCREENS[screen])
        await pilot.pause()
        strips = plain.screen._compositor.render_strips()
        sent = "".join(strip.render(plain.console) for strip in strips)
        codes = {
            int(one) for found in re.findall("\x1b\\[([\\d;]*)m", sent) for one in found.split(";")
        }
        # Bold, faint, underlined, reversed, and none of these.
        assert codes <= {0, 1, 2, 3, 4, 7}


def reversed_texts(app):
    strips = app.screen._compositor.render_strips()
    return [text for strip in strips for text, style, _ in strip if style and style.reverse]


async def test_without_colour_what_is_chosen_is_reversed(make_app, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+p")
        commands = app.screen.query_one("CommandList")
        await until(pilot, lambda: commands.option_count > 2)
        commands.highlighted = 1
        await pilot.pause()
        title = str(commands.get_option_at_index(1).prompt).partition("\n")[0].strip()
        assert title in [text.strip() for text in reversed_texts(app)]
        await pilot.press("escape", "t", "shift+tab", "enter", "down")
        await pilot.pause()
        assert "LSTM" in [text.strip() for text in reversed_texts(app)]


async def test_without_colour_the_place_where_one_types_is_reversed(make_app, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        before = len(reversed_texts(app))
        await pilot.press("colon", *"next")
        await pilot.pause()
        assert len(reversed_texts(app)) == before + 1


async def test_an_empty_no_color_is_none(make_app, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    app = make_app()
    async with app.run_test(size=(80, 24)):
        assert any(style.color.triplet != style.bgcolor.triplet for _, style in in_front(app))


async def test_without_colour_the_pane_with_the_keyboard_has_a_heavy_frame(make_app, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        assert "┏" not in text_of(app)
        await pilot.press("tab")
        assert "┏" in text_of(app)


def text_of(app):
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize(
    ("term", "found"),
    [("linux", Colours.FEW), ("xterm-16color", Colours.FEW), ("screen-256color", Colours.MANY)],
)
async def test_the_terminal_says_how_many_colours_there_are(make_app, monkeypatch, term, found):
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv("TERM", term)
    app = make_app()
    async with app.run_test(size=(120, 36)):
        assert colours_of(app) is found


@pytest.mark.parametrize(("ground", "theme"), [("15;0", "ansi-dark"), ("0;15", "ansi-light")])
async def test_sixteen_colours_are_the_terminals_own(make_app, monkeypatch, ground, theme):
    monkeypatch.delenv("COLORTERM", raising=False)
    monkeypatch.setenv("TERM", "xterm-16color")
    monkeypatch.setenv("COLORFGBG", ground)
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        assert app.theme == theme
        for strip in app.screen._compositor.render_strips():
            for _, style, _ in strip:
                assert style.color is None or style.color.triplet is None
                assert style.bgcolor is None or style.bgcolor.triplet is None
        app.say("theme nord")
        await pilot.pause()
        assert "16 colours; one of ansi-dark, ansi-light" in text_of(app)


async def test_everything_is_read_on_every_theme(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        themes = [name for name, theme in app.available_themes.items() if not theme.ansi]
        assert len(themes) > 10
        for theme in themes:
            app.theme = theme
            await pilot.pause()
            for role, style in styles_of(app.main.query_one("#worked")).items():
                least = 3 if role in ("plus", "minus") else 4.5
                least = 3 if role.startswith("mark") else least
                ratio = contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())
                assert ratio >= least, (theme, role, ratio)


def test_contrast_is_that_of_wcag():
    black, white = ColorTriplet(0, 0, 0), ColorTriplet(255, 255, 255)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    assert contrast(white, ColorTriplet(118, 118, 118)) == pytest.approx(4.54, abs=0.01)
