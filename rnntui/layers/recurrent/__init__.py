"""The recurrent layers: a cell bound to its weights, and how the layer runs it over a sequence.

The equations are in `rnntui.cells`. Begin with `recurrent_layer.py`.
"""
