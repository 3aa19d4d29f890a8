"""The public part of the record as a data set: files to cite, with a dictionary of every column."""
