"""Citizens' proposals (propositions) and administrations' draft commitments (projets d'engagement)."""
