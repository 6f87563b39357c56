"""The commands themselves, one file per group; a new command is one `Command` in one of them.

Each group ends with its table of commands, which registry.py collects. Begin with motion_commands.py.
"""
