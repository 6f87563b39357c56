"""Parses a model's JSON config: layers, their calls, and nested models, flattened into one graph.

Reads no weights. Begin with `parse_config.py`.
"""
