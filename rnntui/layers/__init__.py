"""The layers of a network as things that compute, and the graph they form."""
