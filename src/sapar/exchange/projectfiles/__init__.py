"""Project files: a whole project in one YAML file, read strictly and loaded at once."""
