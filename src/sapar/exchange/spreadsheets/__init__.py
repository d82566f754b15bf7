"""Spreadsheets: tables read safely, mapped and imported; workbooks written without surprises."""
