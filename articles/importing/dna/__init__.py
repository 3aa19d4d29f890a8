"""Files of Discourse Network Analyzer 3: their tables, what they say, and how it comes on record."""
