"""A frame as a document: text, Markdown, LaTeX."""
