"""The colours of roles and of the data's map: one palette for dark themes, one for light themes.

The map of the data is the same in every theme of a kind, since a colour must mean the same number.
"""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """The colours of one kind of theme, as hex.

    zero, positive, negative: the ends of the data's map
    positive_256, negative_256: its levels from 0 up among a terminal's 256 colours, chosen by hand:
        the nearest colours would be the same for several levels
    """

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
    positive_256: tuple[int, ...]
    negative_256: tuple[int, ...]


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
    positive_256=(234, 52, 58, 94, 130, 136, 172, 208, 214),
    negative_256=(234, 18, 19, 24, 25, 31, 32, 74, 81),
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
    positive_256=(255, 223, 222, 216, 215, 209, 208, 172, 166),
    negative_256=(255, 189, 153, 111, 75, 69, 32, 25, 24),
)


class FewColours(NamedTuple):
    """The same of the terminal's own 16 colours: each a style as Rich spells it.

    tinted, middle, strong: the three steps of the data's map, above zero and below it
    """

    roles: dict[str, str]
    tinted: tuple[str, str]
    middle: tuple[str, str]
    strong: tuple[str, str]


# Behind text are the eight that every terminal has there. Text is never in the dark blue that is not
# read on black, nor in the green and yellow that are not read on white.
DARK_16 = FewColours(
    roles={
        "dim": "dim",
        "heading": "bold",
        "name": "cyan",
        "cursor": "reverse",
        "operand": "bright_magenta",
        "changed": "bold yellow",
        "unit": "bold green",
        "odd": "bold bright_magenta",
        "good": "green",
        "bad": "bold bright_red",
        "plus": "yellow",
        "minus": "bright_blue",
    },
    tinted=("yellow", "bright_blue"),
    middle=("bright_white on red", "bright_white on blue"),
    strong=("black on yellow", "black on cyan"),
)
LIGHT_16 = FewColours(
    roles={
        "dim": "dim",
        "heading": "bold",
        "name": "blue",
        "cursor": "reverse",
        "operand": "magenta",
        "changed": "bold magenta",
        "unit": "bold blue",
        "odd": "bold magenta",
        "good": "blue",
        "bad": "bold red",
        "plus": "red",
        "minus": "blue",
    },
    tinted=("red", "blue"),
    middle=("black on yellow", "black on cyan"),
    strong=("bright_white on red", "bright_white on blue"),
)
