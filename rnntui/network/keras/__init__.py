"""Code specific to files saved by Keras: formats, model configs, weights, older versions.

The result is a neutral `Network`; only `rnntui.network.read` imports it from outside.
"""
