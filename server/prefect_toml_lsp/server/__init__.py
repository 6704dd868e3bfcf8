"""The language server: state, document synchronisation, and features put on the wire."""
