"""Files to articles: one module a format, bytes in, what the file says of its articles out. No database."""
