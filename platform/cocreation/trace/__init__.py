"""What became of each idea, from its author to the milestone, and the sums that must balance (traçabilité)."""
