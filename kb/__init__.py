"""The base and what people do with it: kb.db, Datasette, the review CSV, the command line."""
