"""The style of every role that a piece of text can have: one table per kind of theme.

The colours of data are a diverging map from blue over nothing to orange, which colour-blind
readers tell apart; a terminal of 16 colours has four steps of it, blue over nothing to yellow.
Without colour (NO_COLOR) there are bold, reverse and underlined instead, and the signs and glyphs
that the display writes in any case.
"""

from __future__ import annotations

import os
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from rich._palettes import STANDARD_PALETTE
from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.style import Style

from rnntui.display.heat import LEVELS
from rnntui.display.text import ROLES

if TYPE_CHECKING:
    from textual.app import App

# From which level on one of few colours is the text's, is behind it, is bright behind it.
_TINTED, _FILLED, _BRIGHT = 2, 4, 7
_BLACK, _WHITE = ColorTriplet(0, 0, 0), ColorTriplet(255, 255, 255)
# A glyph only says once more what the colour says: so much of the way to a colour that is read best.
_MARK = 5


class Palette(NamedTuple):
    """The colours of one kind of theme, as hex."""

    text: str
    dim: str
    heading: str
    name: str
    cursor: tuple[str, str]
    operand: str
    changed: str
    unit: str
    odd: str
    good: str
    bad: str
    plus: str
    minus: str
    zero: tuple[int, int, int]
    positive: tuple[int, int, int]
    negative: tuple[int, int, int]


DARK = Palette(
    text="#d8d8d8",
    dim="#8c8c8c",
    heading="#ffffff",
    name="#a8c7e6",
    cursor=("#101010", "#ffd866"),
    operand="#c8b6ff",
    changed="#ffd866",
    unit="#7fe0c8",
    odd="#ff5fd2",
    good="#87d787",
    bad="#ff8787",
    plus="#f0911e",
    minus="#4196eb",
    zero=(38, 38, 42),
    positive=(240, 145, 30),
    negative=(65, 150, 235),
)
LIGHT = Palette(
    text="#202020",
    dim="#6a6a6a",
    heading="#000000",
    name="#1f4e79",
    cursor=("#101010", "#ffd866"),
    operand="#5b3fa8",
    changed="#7a4f00",
    unit="#00695c",
    odd="#b0007a",
    good="#1b6e1b",
    bad="#b00020",
    plus="#b86200",
    minus="#1f6fc4",
    zero=(240, 240, 240),
    positive=(240, 145, 30),
    negative=(65, 150, 235),
)


class Colours(Enum):
    """How many a reader wants and a terminal has."""

    NONE = 0
    FEW = 16
    MANY = 256


def colours_of(app: App[Any]) -> Colours:
    """How many colours there are: those of the terminal, but none with NO_COLOR."""
    system = app.console.color_system
    if os.environ.get("NO_COLOR") or system is None:
        return Colours.NONE
    return Colours.FEW if system == "standard" else Colours.MANY


@lru_cache(maxsize=6)
def style_table(*, dark: bool, colours: Colours) -> dict[str, Style]:
    """Role -> style, for every role and every level of a heatmap."""
    if colours is Colours.NONE:
        return _plain()
    palette = DARK if dark else LIGHT
    return _coloured(palette) | (_few(palette) if colours is Colours.FEW else {})


def _coloured(palette: Palette) -> dict[str, Style]:
    table = {
        role: Style(color=getattr(palette, role, palette.text))
        for role in ROLES
        if role != "cursor"
    }
    table["cursor"] = Style(color=palette.cursor[0], bgcolor=palette.cursor[1], bold=True)
    table["key"] = table["changed"]
    table["columns"] = table["dim"]
    for role in ("heading", "changed", "unit", "key", "odd"):
        table[role] += Style(bold=True)
    for level in range(-LEVELS, LEVELS + 1):
        back = _mixed(palette.zero, palette.positive if level > 0 else palette.negative, level)
        front = max(_BLACK, _WHITE, key=lambda front: contrast(front, back))
        table[f"heat{level:+d}"] = _on(back, front)
        table[f"mark{level:+d}"] = _on(back, _mixed(back, front, _MARK))
    return table


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """How well a colour is read on another, 1 to 21: the contrast ratio of WCAG 2.2."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: ColorTriplet) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _few(palette: Palette) -> dict[str, Style]:
    """The levels in 16 colours: as a colour of the text, then behind it, then bright behind it."""
    table = {}
    for level in range(-LEVELS, LEVELS + 1):
        name, dark = ("yellow", 3) if level > 0 else ("blue", 4)
        if abs(level) < _TINTED:
            style = Style(color=palette.dim)
        elif abs(level) < _FILLED:
            style = Style(color=palette.plus if name == "yellow" else palette.minus)
        elif abs(level) < _BRIGHT:
            style = _on(_ansi(dark), _ansi(0 if name == "yellow" else 15))
        else:
            style = _on(_ansi(dark + 8), _ansi(0))
        table[f"heat{level:+d}"] = table[f"mark{level:+d}"] = style
    return table


def _ansi(number: int) -> ColorTriplet:
    """One of the 16 as the triplet that is nearest to it and no other."""
    return STANDARD_PALETTE[number]


def _mixed(start: tuple[int, int, int], end: tuple[int, int, int], level: int) -> ColorTriplet:
    """A colour between two, level/LEVELS of the way."""
    share = abs(level) / LEVELS
    red, green, blue = (
        round(one + (other - one) * share) for one, other in zip(start, end, strict=True)
    )
    return ColorTriplet(red, green, blue)


def _on(back: ColorTriplet, front: ColorTriplet) -> Style:
    return Style(color=Color.from_triplet(front), bgcolor=Color.from_triplet(back))


def _plain() -> dict[str, Style]:
    table = dict.fromkeys(ROLES, Style())
    table["cursor"] = Style(reverse=True)
    table["unit"] = Style(underline=True)
    for role in ("heading", "changed", "key", "odd", "bad"):
        table[role] = Style(bold=True)
    for level in range(-LEVELS, LEVELS + 1):
        table[f"heat{level:+d}"] = table[f"mark{level:+d}"] = Style()
    return table
