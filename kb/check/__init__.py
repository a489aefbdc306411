"""What a base can find wrong with itself, before a person looks."""
