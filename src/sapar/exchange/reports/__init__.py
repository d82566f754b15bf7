"""Reports to donors: their content built from frozen rows, then a workbook or a tagged PDF."""
