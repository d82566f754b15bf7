"""Bench: figures measured in one run, as ratios against a floor. Run it with `make bench`."""
