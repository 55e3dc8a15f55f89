"""Who did what and when (journal): append only, chained, without personal text."""
