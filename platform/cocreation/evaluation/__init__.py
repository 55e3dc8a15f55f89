"""From ideas to choices: the first sift, and the workshops that score against an adopted grid and decide."""
