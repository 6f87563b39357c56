"""The layer configs, as typed structures decoded from a model file, with Keras's names and defaults.

Plain data: nothing here computes. Begin with `layer_configs.py`.
"""
