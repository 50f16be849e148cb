"""Nodes of a rule's tree: their parts, and the characters they span."""

from typing import Any

from lark import Token, Tree

Node = Tree[Token]


def parts(node: Node) -> list[Any]:
    """Return what a node is made of, of the kinds the grammar says, which no type checker reads."""
    return node.children


def span(node: Node | Token) -> tuple[int, int]:
    """Return where a node begins and ends in its text."""
    place = node if isinstance(node, Token) else node.meta
    return place.start_pos or 0, place.end_pos or 0


def start(node: Node | Token) -> int:
    """Return where a node begins in its text."""
    return span(node)[0]
