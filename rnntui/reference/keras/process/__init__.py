"""The worker process seen from the client: pipes, framing, its log, and how it ended.

Begin with `child.py`.
"""
