"""Reports to try dragoman on."""
