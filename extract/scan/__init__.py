"""Scans: pages that are pictures, made into words with boxes, ruled tables with cells, and doubts about both."""
