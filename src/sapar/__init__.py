"""Sapar: runs, watches and evaluates technical-cooperation projects."""

__version__ = "0.1.0"
