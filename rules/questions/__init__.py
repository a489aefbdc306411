"""What a person asks: a question as people type it, read by the catalogue, the provinces and the times of the rules."""
