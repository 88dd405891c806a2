"""Reading the directory from spreadsheets: parks, buildings, enterprises and people, with a report row by row."""
