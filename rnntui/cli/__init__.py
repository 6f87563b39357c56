"""The rnntui command: one file or folder per subcommand.

Nothing is computed here. Begin with `main.py`; `options.py` has the options that commands share.
"""
