"""Files people attach: checked by their content, kept under random names, given back as downloads alone."""
