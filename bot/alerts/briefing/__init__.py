"""The sections of a brief, each of one thing that is known of a sector."""
