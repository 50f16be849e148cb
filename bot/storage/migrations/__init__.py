"""Migrations of the schema, one file a version, each run once and in order."""

VERSIONS = ("0001", "0002")
"""Every version there has been, oldest first."""

TABLE = "prebell_schema"
"""Says of a database which version it has."""
