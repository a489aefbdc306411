"""How right the figures are, measured against annotated ones and against what people decided."""
