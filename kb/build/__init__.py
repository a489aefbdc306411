"""From documents to a base: who reads, in which process, and what is written."""
