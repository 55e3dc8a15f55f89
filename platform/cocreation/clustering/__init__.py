"""Groups of similar ideas (regroupement): runs, corrections, publication."""
