"""All samples of a data set: summaries, filter and the sortable table.

Knows no session; runs and scopes are passed in. Begin with table.py.
"""
