"""Where panes stand: the layouts as data, and what one makes of them."""
