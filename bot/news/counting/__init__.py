"""Counting: how numbers are written, and what they are numbers of."""
