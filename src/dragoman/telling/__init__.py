"""Records in words and columns, for every face that shows them: terminal, pages, exports."""
