"""The model as a whole: its layer tree and weight summaries, for the model screen.

Begin with layer_tree.py.
"""
