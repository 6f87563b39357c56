"""What a network is: plain frozen data, and the readers of .keras and .h5."""
