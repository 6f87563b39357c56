"""How the app looks: as its reader wants, and as well as its terminal can."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.color_triplet import ColorTriplet
from textual.app import App
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor

from rnntui.tui.theme.ascii_filter import AsciiFilter
from rnntui.tui.theme.no_colour import NoColour
from rnntui.tui.theme.styles import mended, wants_colour


class ThemedApp(App[None]):
    """Knows themes, colours and characters.

    Args:
        ascii_only: whether the screen has no other characters.
    """

    # Textual's own are grey on grey on some of its themes; and its search icon is a picture.
    CSS = """
    Input > .input--placeholder, Input > .input--suggestion { color: $hint; }
    SelectCurrent .arrow { color: $hint; }
    SearchIcon { display: none; }
    OptionList:nocolor > .option-list--option-highlighted {
        color: $background; background: $foreground;
    }
    """

    def __init__(self, *, ascii_only: bool) -> None:
        super().__init__()
        # Textual takes an empty NO_COLOR for one that is set.
        self.no_color = not wants_colour()
        self._own: list[LineFilter] = []
        if self.no_color:
            self._own.append(NoColour())
        if ascii_only:
            self._own.append(AsciiFilter())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through: without colour there is none, not even a grey one."""
        usual = super().get_line_filters()
        return [one for one in usual if not isinstance(one, Monochrome | NoColor)] + self._own

    def get_css_variables(self) -> dict[str, str]:
        """Those of the theme, and colours of text that are read on it, as its own need not be.

        $key: for keys, and the frames and titles of what is in front; $title, $hint: of panes
        """
        variables = super().get_css_variables()
        if self.current_theme.ansi:
            own = {"key": variables["accent"], "title": "ansi_default", "hint": "ansi_default"}
        else:
            backs = (_triplet(variables["background"]), _triplet(variables["surface"]))
            text = Color.parse(variables["foreground"])
            ground = Color.parse(variables["background"])

            def faded(share: float, least: float) -> str:
                return mended(_triplet(ground.blend(text, share).hex), backs, least).hex

            own = {
                "key": mended(_triplet(variables["accent"]), backs, 4.5).hex,
                "title": faded(0.8, 4.5),
                "hint": faded(0.5, 3.5),
            }
        return {**variables, **own}

    def begin_with(self, theme: str) -> None:
        """Take a theme, where there is one of the name; on 16 colours only what is made of them."""
        themes = self.available_themes
        if self.no_color:
            # What stands out is seen by its colours before they are left out: not by a terminal's.
            if theme in themes and not themes[theme].ansi:
                self.theme = theme
        elif self.console.color_system == "standard":
            dark = themes[theme].dark if theme in themes else not _on_white()
            self.theme = "ansi-dark" if dark else "ansi-light"
            for name, one in themes.items():
                if not one.ansi:
                    self.unregister_theme(name)
        elif theme in themes:
            self.theme = theme


def _triplet(colour: str) -> ColorTriplet:
    return ColorTriplet(*Color.parse(colour).rgb)


def _on_white() -> bool:
    """Whether the terminal says that it writes on white: some set COLORFGBG, as "0;15"."""
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
