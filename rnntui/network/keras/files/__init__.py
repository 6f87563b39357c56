"""The file formats: `.keras` zips, `.h5`, weights alone, a config alone; and files that are none of these.

Files are read as data, never executed. Begin with `keras_zip.py` or `h5.py`.
"""
