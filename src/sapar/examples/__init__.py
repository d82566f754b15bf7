"""Worked examples: an evaluated project, its fictional twin, and the demo that loads them."""
