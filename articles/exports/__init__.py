"""One small file a format; each takes statements or a comparison and gives lines of text."""
