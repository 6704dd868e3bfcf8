"""The only way to read files that no client sent: a failure is a note, never an exception."""
