"""Attention, AdditiveAttention and MultiHeadAttention.

One sample at a time, without the batch axis. Begin with `attention.py`.
"""
