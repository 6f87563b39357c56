"""Values of a run over time: scopes of expressions, timelines, predictions, saturation.

Computes the parts of a frame; knows no session. Begin with sample_scope.py or timeline_builder.py.
"""
