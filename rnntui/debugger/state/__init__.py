"""State stored between sessions: each model's state, and the user's preferences.

Plain JSON files in the user's state folder. Begin with model_state.py.
"""
