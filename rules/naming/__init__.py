"""Which metric of the whole catalogue the words around a figure fit best: candidates by words, then a ranking of them
by clues whose weights are fitted on people's readings."""
