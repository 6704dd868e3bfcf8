"""Changes of a document: fixes for findings, and refactorings of valid text."""
