"""Commands, the same on the screen's command line, in scripts and after `-x`.

The top of the debugger with state and model; knows no screen. Begin with command.py (one command's
record) and registry.py (the table of all); console.py runs lines.
"""
