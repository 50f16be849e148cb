"""What survives: one schema, in a file of SQLite or in PostgreSQL."""
