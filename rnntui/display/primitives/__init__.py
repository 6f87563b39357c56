"""Numbers, arrays, bars, heatmap cells and wrapped text, as lines of spans.

Nothing here knows a frame or a pane. Start with `text.py` (spans and lines), then `numbers.py`.
"""
