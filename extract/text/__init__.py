"""Plain text: paragraphs, tables and notes by how they are set."""
