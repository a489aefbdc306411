"""What is asked of a base on the command line: search, compare, explain, what no metric covers."""
