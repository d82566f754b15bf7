"""Rules of the watch: pure functions over frozen facts."""
