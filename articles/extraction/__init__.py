"""Statements out of text. Pure Python: nothing here imports Django or the rest of the project."""
