"""What a user may ask of the numbers: `abs(h_t[2]) > 0.95`, over one timestep or all of them."""
