"""What is on the screen, as text."""

from __future__ import annotations

from rnntui.tui.panes.line_pane import LineBar, LinePane


def shown(app, name):
    """The text of a pane or bar, as it is on the screen."""
    widget = app.main.query_one(f"#{name}")
    if isinstance(widget, LineBar):
        return widget.render_line(0).text.rstrip()
    assert isinstance(widget, LinePane)
    height = widget.scrollable_content_region.height
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(height)).rstrip()
