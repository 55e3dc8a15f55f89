"""Bringing in what was collected elsewhere: files read without trust, faults named, rows written in one go."""
