"""Tables of any format: cells with spans, their headers, parts over pages."""
