"""The pane that compares the prediction with the reference and the target.

Start with `prediction.py`; `table.py` has the numbers, `classes.py` the bars of a softmax.
"""
