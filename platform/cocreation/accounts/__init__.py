"""People, organisations, contributors and roles (comptes): who someone is and what they may do."""
