"""What many reports tell together: reprints, stories, what they agree on and where they contradict each other."""
