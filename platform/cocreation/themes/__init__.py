"""Axes of a cycle (axes, thématiques) and their merging."""
