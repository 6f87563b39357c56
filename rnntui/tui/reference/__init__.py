"""How the app asks the reference: a thread that answers the latest question, and what becomes of answers.

The screen never waits for it. Begin with `reference_worker.py`.
"""
