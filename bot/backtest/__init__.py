"""Rules tried on the past: what would have fired, and what came after."""
