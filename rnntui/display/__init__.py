"""How a number looks: formats, colour ramps, worked-out equations as lines of text. Pure."""
