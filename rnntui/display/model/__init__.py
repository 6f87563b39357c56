"""The screen that shows the model: `call_stack.py` for the cursor, `layer_tree.py` for all layers.

Values come from `debugger/model`; nothing is computed here.
"""
