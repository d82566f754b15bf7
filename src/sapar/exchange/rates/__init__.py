"""Exchange rates as their publishers give them out, read into the record."""
