"""Associations, administrations and other bodies that take part: registering, verification, representatives, pages."""
