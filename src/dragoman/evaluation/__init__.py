"""Measuring any stage against hand-coded data, and the gate that holds the floors."""
