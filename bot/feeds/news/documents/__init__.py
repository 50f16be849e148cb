"""Feed documents: RSS, Atom and JSON Feed read into items, strictly first, in a process apart."""
