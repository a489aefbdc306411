"""The fields of a figure: one file a field, one writer a field."""
