"""Where facts come from, one provider a file."""
