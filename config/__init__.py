"""What the operator decides: settings, watchlists and rules."""
