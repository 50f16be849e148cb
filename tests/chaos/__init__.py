"""Chaos: the recorded day under SIGKILL, held against the day that nobody disturbed."""
