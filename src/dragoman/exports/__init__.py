"""What leaves the house: files of other programs' kinds, and pictures."""
