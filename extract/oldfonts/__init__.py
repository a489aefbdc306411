"""Text in the fonts that Vietnam wrote with before Unicode: TCVN3, VNI, VPS, VISCII."""
