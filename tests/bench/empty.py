"""A page, or a whole script, that draws nothing."""
