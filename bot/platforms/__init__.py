"""How a message is said: one chat platform a file, or a folder where it brings pages."""
