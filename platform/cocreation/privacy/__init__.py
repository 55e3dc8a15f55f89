"""What a person may do with the data held about them: see, take away, correct, object, erase; answered in ten days."""
