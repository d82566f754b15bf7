"""What stands in a donor's report, figure by figure, each with the rows behind it. Pure."""
