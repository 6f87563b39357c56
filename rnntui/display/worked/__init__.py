"""The pane that works the current equation out, and the presenter's large digits.

One module per kind of operation: product, element-wise rows, activation curve, convolution window.
Start with `worked.py`, which chooses among them; `parts.py` is what they share.
"""
