"""Everything that is specific to files saved by Keras: formats, model configs, weights, older versions.

Gives a neutral `Network`; only `rnntui.network.read` imports it from outside.
"""
