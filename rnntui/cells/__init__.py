"""The recurrent cells: a file each, with the config, the equations and the weights of one cell.

Nothing here reads a file or runs over a sequence. Begin with `cell.py`, then `simple_rnn.py`.
"""
