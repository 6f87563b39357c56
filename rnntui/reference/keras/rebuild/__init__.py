"""A network as a request to build it from Keras's own layers.

Begin with `request.py`; the worker's side is `worker/rebuild`.
"""
