"""A plan's cycle and its dated phases (cycle, étapes): answers «is collecting open?»."""
