"""What the templates of needs may say."""
