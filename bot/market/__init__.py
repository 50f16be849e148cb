"""What we know: events, instruments, sessions, watchlists and the state they add up to."""
