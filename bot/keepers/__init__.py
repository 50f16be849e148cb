"""Keepers: what rooms own, put to work, a kind a module."""
