"""The measures, one module for each stage. Each takes typed rows and returns Scores."""
