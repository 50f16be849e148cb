"""What matters: rules, how they read the market, and when they turn."""
