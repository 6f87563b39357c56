"""What can be typed: the same commands at the screen's `:` line, in a script, and after `-x`."""
