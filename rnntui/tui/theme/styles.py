"""The style of every role of text: one table per kind of theme.

The colours of data are a diverging map from blue through nothing to orange, which colour-blind
readers can tell apart. For 256 colours its levels are chosen among these; for 16 it has three steps on
either side. Without colour (NO_COLOR) bold, reverse and underline are used instead, together with
the signs and glyphs that are always there.
"""

from __future__ import annotations

import os
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.style import Style

from rnntui.display.primitives.heat import LEVELS
from rnntui.display.primitives.text import ROLES
from rnntui.tui.theme.palettes import DARK, DARK_16, LIGHT, LIGHT_16, FewColours, Palette

if TYPE_CHECKING:
    from textual.app import App

# The levels from which the map uses its second and third step, with 16 colours.
_MIDDLE, _STRONG = 3, 6
_BLACK, _WHITE = ColorTriplet(0, 0, 0), ColorTriplet(255, 255, 255)
# Glyphs repeat what the colour says, so they may be closer to the background.
_MARK = 5


class Colours(Enum):
    """The number of colours that the user wants and the terminal has."""

    NONE = 0
    FEW = 16
    MANY = 256
    ALL = 1 << 24


def wants_colour() -> bool:
    """Whether the user wants colour: NO_COLOR with any value but "" means no."""
    return not os.environ.get("NO_COLOR")


def colours_of(app: App[Any]) -> Colours:
    """The number of colours: the terminal's, or none with NO_COLOR.

    A theme of the terminal's 16 colours uses only these.
    """
    system = app.console.color_system
    if app.no_color or system is None:
        return Colours.NONE
    if system == "standard" or app.native_ansi_color:
        return Colours.FEW
    return Colours.MANY if system == "256" else Colours.ALL


@lru_cache(maxsize=32)
def style_table(
    *, dark: bool, colours: Colours, back: ColorTriplet | None = None
) -> dict[str, Style]:
    """Role -> style, for every role and every level of a heatmap.

    back: the background, if it is known: every role is made readable on it
    """
    if colours is Colours.NONE:
        return _plain()
    if colours is Colours.FEW:
        return _few(DARK_16 if dark else LIGHT_16)
    table = _coloured(DARK if dark else LIGHT, indexed=colours is Colours.MANY)
    return table if back is None else {**table, **_read_on(back, table)}


def _coloured(palette: Palette, *, indexed: bool) -> dict[str, Style]:
    table = {
        role: Style(color=getattr(palette, role, palette.text))
        for role in ROLES
        if role != "cursor"
    }
    table["cursor"] = Style(color=palette.cursor[0], bgcolor=palette.cursor[1], bold=True)
    table["key"] = table["changed"]
    for role in ("heading", "changed", "unit", "key", "odd"):
        table[role] += Style(bold=True)
    for level in range(-LEVELS, LEVELS + 1):
        if indexed:
            levels = palette.positive_256 if level > 0 else palette.negative_256
            behind = Color.from_ansi(levels[abs(level)])
        else:
            end = palette.positive if level > 0 else palette.negative
            behind = Color.from_triplet(_mixed(palette.zero, end, level))
        back = behind.get_truecolor()
        front = max(_BLACK, _WHITE, key=lambda front: contrast(front, back))
        table[f"heat{level:+d}"] = _on(behind, front)
        table[f"mark{level:+d}"] = _on(behind, _mixed(back, front, _MARK))
    return table


def _read_on(back: ColorTriplet, table: dict[str, Style]) -> dict[str, Style]:
    """The roles adjusted to be readable on the background; a bar needs less contrast."""
    roles = {}
    for role in ROLES:
        style = table[role]
        if style.color is not None and style.bgcolor is None:
            least = 3 if role in ("plus", "minus") else 4.5
            colour = mended(style.color.get_truecolor(), (back,), least)
            roles[role] = style + Style(color=Color.from_triplet(colour))
    return roles


def contrast(shade: ColorTriplet, other: ColorTriplet) -> float:
    """How well a colour is read on another, 1 to 21: the contrast ratio of WCAG 2.2."""
    dark, light = sorted((_luminance(shade), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mended(colour: ColorTriplet, backs: tuple[ColorTriplet, ...], least: float) -> ColorTriplet:
    """The colour, moved towards black or white until it is readable on each background."""

    def read(shade: ColorTriplet) -> float:
        return min(contrast(shade, back) for back in backs)

    best = max(_BLACK, _WHITE, key=read)
    steps = (_mixed(colour, best, step / 4) for step in range(4 * LEVELS))
    return next((shade for shade in steps if read(shade) >= least), best)


def _luminance(colour: ColorTriplet) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _few(palette: FewColours) -> dict[str, Style]:
    """The terminal's own colours: levels as a text colour, then as a background, in two steps."""
    table = {role: Style.parse(palette.roles.get(role, "")) for role in ROLES}
    table["key"] = table["changed"]
    for level in range(-LEVELS, LEVELS + 1):
        size = abs(level)
        step = (
            palette.strong
            if size >= _STRONG
            else palette.middle
            if size >= _MIDDLE
            else palette.tinted
        )
        style = Style.parse(step[level < 0]) if level else Style()
        table[f"heat{level:+d}"] = table[f"mark{level:+d}"] = style
    return table


def _mixed(start: tuple[int, int, int], end: tuple[int, int, int], level: float) -> ColorTriplet:
    """A colour between two, level/LEVELS of the way."""
    share = abs(level) / LEVELS
    red, green, blue = (
        round(shade + (other - shade) * share) for shade, other in zip(start, end, strict=True)
    )
    return ColorTriplet(red, green, blue)


def _on(back: Color, front: ColorTriplet) -> Style:
    return Style(color=Color.from_triplet(front), bgcolor=back)


def _plain() -> dict[str, Style]:
    table = dict.fromkeys(ROLES, Style())
    table["cursor"] = Style(reverse=True)
    table["unit"] = Style(underline=True)
    for role in ("heading", "changed", "key", "odd", "bad"):
        table[role] = Style(bold=True)
    for level in range(-LEVELS, LEVELS + 1):
        table[f"heat{level:+d}"] = table[f"mark{level:+d}"] = Style()
    return table
