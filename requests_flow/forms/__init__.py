"""The forms of needs: they clean input; their field names are the steps' arguments."""
