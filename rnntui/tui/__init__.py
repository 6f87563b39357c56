"""What you see: the app, its screens and panes. It knows Session and Frame, and computes nothing."""
