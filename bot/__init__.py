"""Prebell watches quotes and news, knows what counts as a move, and tells those who follow."""

__version__ = "0.1.0"
