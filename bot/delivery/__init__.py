"""When a message leaves and to whom."""
