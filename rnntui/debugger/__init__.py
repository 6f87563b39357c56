"""Where we are in a run: the session, its cursor and frames, and what one can do. No Textual."""
