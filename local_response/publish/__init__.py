"""Charts, maps and documents: HTML, PDF, spreadsheets."""
