"""From a retained project to its holder and its sheet (fiche d’engagement)."""
