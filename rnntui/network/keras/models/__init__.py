"""A model's JSON config: its layers, their calls, and models within models, flattened.

Begin with `parse_config.py`; weights are not read here.
"""
