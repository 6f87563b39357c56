"""The pane that shows a variable over all timesteps: ruler, heatmap rows, lanes and charts.

Start with `timeline.py`; `grid.py` maps timesteps to columns of the screen.
"""
