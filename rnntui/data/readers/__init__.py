"""Readers of data files: one module per format, and the metadata of an `.npz`.

They know nothing of networks. `rnntui.data.read` chooses the reader by suffix.
"""
