"""What a report says: a Document in, Findings out. Knows language, knows no files but its own data."""
