"""What you see: app, screens and panes. The only importer of textual; computes nothing."""
