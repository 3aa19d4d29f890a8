"""A language model of one's own choosing reads articles; whatever it says is held against the text."""
