"""Colours and characters: themes, palettes, the styles of roles, NO_COLOR and ASCII.

The only place that knows colours. Begin with `styles.py`.
"""
