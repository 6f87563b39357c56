"""The app's theme and colours: the user's choice, within the terminal's abilities."""

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
        # Textual treats an empty NO_COLOR as set.
        self.no_color = not wants_colour()
        self._own: list[LineFilter] = []
        if self.no_color:
            self._own.append(NoColour())
        if ascii_only:
            self._own.append(AsciiFilter())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters for every line; without colour they remove all of it, even grey."""
        usual = super().get_line_filters()
        return [
            line_filter
            for line_filter in usual
            if not isinstance(line_filter, Monochrome | NoColor)
        ] + self._own

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, and text colours that are readable on it, which its own may not be.

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
        """Switch to a theme, if there is one of that name; with 16 colours only to one made of these."""
        themes = self.available_themes
        if self.no_color:
            # Selections are marked by colours, which are removed later; the terminal's 16 would not do.
            if theme in themes and not themes[theme].ansi:
                self.theme = theme
        elif self.console.color_system == "standard":
            dark = themes[theme].dark if theme in themes else not _on_white()
            self.theme = "ansi-dark" if dark else "ansi-light"
            for name, line_filter in themes.items():
                if not line_filter.ansi:
                    self.unregister_theme(name)
        elif theme in themes:
            self.theme = theme


def _triplet(colour: str) -> ColorTriplet:
    return ColorTriplet(*Color.parse(colour).rgb)


def _on_white() -> bool:
    """Whether the terminal says that it has a light background: some set COLORFGBG, as "0;15"."""
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")
