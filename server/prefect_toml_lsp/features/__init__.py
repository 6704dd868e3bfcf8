"""The features: one module for each method of LSP, found by `registry.load`.

They take a document and a position, and return LSP types. Modules that are not named after a method
are shared by several features.
"""
