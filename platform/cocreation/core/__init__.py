"""What every room stands on and no word of the domain: database, clock, languages, access, mail, jobs."""
