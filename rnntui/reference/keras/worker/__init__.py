"""The process that imports TensorFlow and Keras: the only one, and only here.

`__main__` takes its pipes out of harm's way before anything is imported; `serve` answers requests;
`keras_backend` does what they ask, with `recurrent` and `training`.
"""
