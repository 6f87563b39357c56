"""What runs commands on the screen: the command runner, the screen's own commands, clicks, playback, saving.

Nothing here draws. Begin with `command_runner.py`.
"""
