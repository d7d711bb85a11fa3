"""What the document and the workbook say, in order: words, numerals, tables, charts, verdict and request."""
