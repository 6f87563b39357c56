"""What users wait for, measured side by side with Keras in one run: `python -m benchmarks`."""
