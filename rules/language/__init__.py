"""What Vietnamese is: each fact of the language once."""
