"""No: a request is refused, as Discord refuses it."""

from typing import Any


class No(Exception):
    """Says with which status and code."""

    def __init__(self, status: int, code: int, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"message": message, "code": code, **more}
        self.headers: dict[str, str] = {}
