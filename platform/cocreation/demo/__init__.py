"""The demonstration process, its data and its loader."""
