"""What a sequence is: data sets, and the readers of .npz, .npy, .csv and .parquet."""
