"""Shelving: which story an article belongs to, by the facts it shares with others."""
