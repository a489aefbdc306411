"""How likely a figure is read right: signs of each figure, weighed as people's readings have shown them to weigh."""
