"""Readers of data files: one file per format, and what an `.npz` says about its arrays.

They know no network. `rnntui.data.read` chooses the reader by suffix.
"""
