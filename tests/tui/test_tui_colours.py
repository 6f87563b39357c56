"""What is written is read on every theme, and the map of the data by colour-blind eyes too."""

from __future__ import annotations

import numpy as np
import pytest
from rich.color_triplet import ColorTriplet

from rnntui.display.heat import LEVELS
from rnntui.tui.panes.lines import styles_of
from rnntui.tui.styles import Colours, contrast, style_table

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


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("dark", [True, False])
def test_every_eye_tells_the_levels_apart(dark, eye):
    table = style_table(dark=dark, colours=Colours.MANY)
    seen = {
        at: lab(table[f"heat{at:+d}"].bgcolor.triplet, eye) for at in range(-LEVELS, LEVELS + 1)
    }

    def apart(one, other):
        return np.linalg.norm(seen[one] - seen[other])

    assert apart(LEVELS, -LEVELS) > 60
    for size in range(2, LEVELS + 1):
        # A difference of 2.3 is just noticeable.
        assert apart(size, -size) > 10
        assert apart(size, size - 2) > 5
        assert apart(-size, 2 - size) > 5
    for sign in (1, -1):
        light = [seen[sign * size][0] for size in range(LEVELS + 1)]
        assert light == sorted(light, reverse=not dark)


async def test_everything_is_read_on_every_theme(make_app):
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        themes = [name for name, theme in app.available_themes.items() if not theme.ansi]
        assert len(themes) > 10
        for theme in themes:
            app.theme = theme
            await pilot.pause()
            for role, style in styles_of(app.main.query_one("#worked")).items():
                least = 3 if role in ("dim", "columns", "plus", "minus") else 4.5
                least = 3 if role.startswith("mark") else least
                ratio = contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor())
                assert ratio >= least, (theme, role, ratio)


def test_contrast_is_that_of_wcag():
    black, white = ColorTriplet(0, 0, 0), ColorTriplet(255, 255, 255)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    assert contrast(white, ColorTriplet(118, 118, 118)) == pytest.approx(4.54, abs=0.01)
