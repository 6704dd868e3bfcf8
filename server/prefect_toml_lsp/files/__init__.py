"""The one door to files that no client sent: every failure is a note, none an exception."""
