"""How the app asks the reference: in a thread that answers the latest question.

The screen never waits for it. Begin with `requests.py`.
"""
