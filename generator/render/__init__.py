"""A packet -> Markdown, HTML, PDF, workbook and charts: a module or folder per format."""
