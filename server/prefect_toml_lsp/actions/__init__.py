"""What can be done about a document: fixes for findings, and refactorings of what is right."""
