"""Readers for `.keras` zips, `.h5`, weights only and config only; and the diagnosis of other files.

Files are read as data, never executed. Begin with `keras_zip.py` or `h5.py`.
"""
