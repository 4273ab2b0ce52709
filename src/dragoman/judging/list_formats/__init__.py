"""Sanctions lists as their publishers write them, one module per format; `readers.read_list` finds the right one."""
