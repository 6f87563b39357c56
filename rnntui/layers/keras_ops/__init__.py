"""The operations of keras.ops as NumPy functions, with the batch axis, as keras.ops has it."""
