"""What an editor can ask: one module for each method of LSP, found by `registry.load`.

A document and a position in, LSP types out. Modules that are not named after a method are shared by
several of these.
"""
