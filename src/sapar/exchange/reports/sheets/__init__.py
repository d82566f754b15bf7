"""The sheets of a report's workbook: live formulas, with our own values as their last results."""
