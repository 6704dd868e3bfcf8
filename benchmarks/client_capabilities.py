"""The capabilities of the benchmarks' client: the parts of VS Code's own that servers read (LSP
3.17, ``ClientCapabilities``).

``PUSH`` is for rows that wait for published diagnostics, ``EVERYTHING`` for the others.
"""

from __future__ import annotations

from typing import Any

Message = dict[str, Any]
"""One decoded JSON-RPC message, or an object inside one."""

_DYNAMIC = {"dynamicRegistration": True}
_LINKS = {**_DYNAMIC, "linkSupport": True}
_MARKUP = ["markdown", "plaintext"]
_ANY_KIND = {"valueSet": list(range(1, 27))}
"""All values of SymbolKind."""

_GENERAL: Message = {
    "positionEncodings": ["utf-16"],
    "markdown": {"parser": "marked", "version": "1.1.0"},
    "staleRequestSupport": {"cancel": True, "retryOnContentModified": []},
}

_WINDOW: Message = {
    "workDoneProgress": True,
    "showMessage": {"messageActionItem": {"additionalPropertiesSupport": True}},
    "showDocument": {"support": True},
}

_COMPLETION: Message = {
    **_DYNAMIC,
    "contextSupport": True,
    "insertTextMode": 2,
    "completionItem": {
        "snippetSupport": True,
        "commitCharactersSupport": True,
        "documentationFormat": _MARKUP,
        "deprecatedSupport": True,
        "preselectSupport": True,
        "tagSupport": {"valueSet": [1]},
        "insertReplaceSupport": True,
        "resolveSupport": {"properties": ["documentation", "detail", "additionalTextEdits"]},
        "insertTextModeSupport": {"valueSet": [1, 2]},
        "labelDetailsSupport": True,
    },
    "completionItemKind": {"valueSet": list(range(1, 26))},
    "completionList": {
        "itemDefaults": ["commitCharacters", "editRange", "insertTextFormat", "insertTextMode"]
    },
}

_CODE_ACTION: Message = {
    **_DYNAMIC,
    "isPreferredSupport": True,
    "disabledSupport": True,
    "dataSupport": True,
    "resolveSupport": {"properties": ["edit"]},
    "codeActionLiteralSupport": {
        "codeActionKind": {
            "valueSet": [
                "",
                "quickfix",
                "refactor",
                "refactor.extract",
                "refactor.inline",
                "refactor.rewrite",
                "source",
                "source.organizeImports",
            ]
        }
    },
}

_SEMANTIC_TOKENS: Message = {
    **_DYNAMIC,
    "requests": {"range": True, "full": {"delta": True}},
    "tokenTypes": [
        *("namespace", "type", "class", "enum", "interface", "struct", "typeParameter"),
        *("parameter", "variable", "property", "enumMember", "event", "function", "method"),
        *("macro", "keyword", "modifier", "comment", "string", "number", "regexp", "operator"),
        "decorator",
    ],
    "tokenModifiers": [
        *("declaration", "definition", "readonly", "static", "deprecated", "abstract", "async"),
        *("modification", "documentation", "defaultLibrary"),
    ],
    "formats": ["relative"],
    "overlappingTokenSupport": False,
    "multilineTokenSupport": False,
    "serverCancelSupport": True,
    "augmentsSyntaxTokens": True,
}

_PUSHED: Message = {
    "relatedInformation": True,
    "versionSupport": True,
    "codeDescriptionSupport": True,
    "dataSupport": True,
    "tagSupport": {"valueSet": [1, 2]},
}

_SYNCHRONIZATION: Message = {**_DYNAMIC, "didSave": True, "willSave": True}

_WORKSPACE: Message = {
    "applyEdit": True,
    "configuration": True,
    "workspaceFolders": True,
    "didChangeConfiguration": _DYNAMIC,
    "didChangeWatchedFiles": {**_DYNAMIC, "relativePatternSupport": True},
    "workspaceEdit": {"documentChanges": True},
}

PUSH: Message = {
    "general": _GENERAL,
    "window": _WINDOW,
    "workspace": _WORKSPACE,
    "textDocument": {
        "synchronization": _SYNCHRONIZATION,
        "publishDiagnostics": _PUSHED,
        "hover": {**_DYNAMIC, "contentFormat": _MARKUP},
        "completion": _COMPLETION,
        "documentSymbol": {**_DYNAMIC, "hierarchicalDocumentSymbolSupport": True},
        "codeAction": _CODE_ACTION,
        "foldingRange": {**_DYNAMIC, "lineFoldingOnly": True},
        "formatting": _DYNAMIC,
        "rename": {**_DYNAMIC, "prepareSupport": True},
    },
}
"""No ``textDocument.diagnostic``, so that every server pushes its diagnostics."""

EVERYTHING: Message = {
    "general": _GENERAL,
    "window": _WINDOW,
    "workspace": {
        **_WORKSPACE,
        "workspaceEdit": {
            "documentChanges": True,
            "resourceOperations": ["create", "rename", "delete"],
            "failureHandling": "textOnlyTransactional",
            "normalizesLineEndings": True,
            "changeAnnotationSupport": {"groupsOnLabel": True},
        },
        "symbol": {
            **_DYNAMIC,
            "symbolKind": _ANY_KIND,
            "tagSupport": {"valueSet": [1]},
            "resolveSupport": {"properties": ["location.range"]},
        },
        "executeCommand": _DYNAMIC,
        "codeLens": {"refreshSupport": True},
        "semanticTokens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "diagnostics": {"refreshSupport": True},
    },
    "textDocument": {
        "synchronization": {**_SYNCHRONIZATION, "willSaveWaitUntil": True},
        "publishDiagnostics": _PUSHED,
        "diagnostic": {**_DYNAMIC, "relatedDocumentSupport": False},
        "hover": {**_DYNAMIC, "contentFormat": _MARKUP},
        "completion": _COMPLETION,
        "signatureHelp": {**_DYNAMIC, "contextSupport": True},
        "definition": _LINKS,
        "declaration": _LINKS,
        "typeDefinition": _LINKS,
        "implementation": _LINKS,
        "references": _DYNAMIC,
        "documentHighlight": _DYNAMIC,
        "documentSymbol": {
            **_DYNAMIC,
            "symbolKind": _ANY_KIND,
            "hierarchicalDocumentSymbolSupport": True,
            "tagSupport": {"valueSet": [1]},
            "labelSupport": True,
        },
        "codeAction": _CODE_ACTION,
        "codeLens": _DYNAMIC,
        "documentLink": {**_DYNAMIC, "tooltipSupport": True},
        "colorProvider": _DYNAMIC,
        "formatting": _DYNAMIC,
        "rangeFormatting": _DYNAMIC,
        "onTypeFormatting": _DYNAMIC,
        "rename": {
            **_DYNAMIC,
            "prepareSupport": True,
            "prepareSupportDefaultBehavior": 1,
            "honorsChangeAnnotations": True,
        },
        "foldingRange": {
            **_DYNAMIC,
            "rangeLimit": 5000,
            "lineFoldingOnly": True,
            "foldingRangeKind": {"valueSet": ["comment", "imports", "region"]},
            "foldingRange": {"collapsedText": False},
        },
        "selectionRange": _DYNAMIC,
        "linkedEditingRange": _DYNAMIC,
        "callHierarchy": _DYNAMIC,
        "typeHierarchy": _DYNAMIC,
        "inlineValue": _DYNAMIC,
        "semanticTokens": _SEMANTIC_TOKENS,
        "inlayHint": {
            **_DYNAMIC,
            "resolveSupport": {
                "properties": ["tooltip", "textEdits", "label.tooltip", "label.location"]
            },
        },
    },
}
"""The capabilities of VS Code."""

PROVIDERS = {
    "textDocument/publishDiagnostics": "textDocumentSync",
    "textDocument/hover": "hoverProvider",
    "textDocument/completion": "completionProvider",
    "completionItem/resolve": "completionProvider.resolveProvider",
    "textDocument/signatureHelp": "signatureHelpProvider",
    "textDocument/declaration": "declarationProvider",
    "textDocument/typeDefinition": "typeDefinitionProvider",
    "textDocument/implementation": "implementationProvider",
    "textDocument/documentColor": "colorProvider",
    "textDocument/linkedEditingRange": "linkedEditingRangeProvider",
    "textDocument/prepareCallHierarchy": "callHierarchyProvider",
    "textDocument/prepareTypeHierarchy": "typeHierarchyProvider",
    "textDocument/inlineValue": "inlineValueProvider",
    "codeAction/resolve": "codeActionProvider.resolveProvider",
    "codeLens/resolve": "codeLensProvider.resolveProvider",
    "documentLink/resolve": "documentLinkProvider.resolveProvider",
    "inlayHint/resolve": "inlayHintProvider.resolveProvider",
    "textDocument/codeAction": "codeActionProvider",
    "textDocument/formatting": "documentFormattingProvider",
    "textDocument/rangeFormatting": "documentRangeFormattingProvider",
    "textDocument/onTypeFormatting": "documentOnTypeFormattingProvider",
    "textDocument/documentSymbol": "documentSymbolProvider",
    "textDocument/foldingRange": "foldingRangeProvider",
    "textDocument/selectionRange": "selectionRangeProvider",
    "textDocument/documentHighlight": "documentHighlightProvider",
    "textDocument/documentLink": "documentLinkProvider",
    "textDocument/semanticTokens/full": "semanticTokensProvider.full",
    "textDocument/semanticTokens/full/delta": "semanticTokensProvider.full.delta",
    "textDocument/semanticTokens/range": "semanticTokensProvider.range",
    "textDocument/definition": "definitionProvider",
    "textDocument/references": "referencesProvider",
    "textDocument/inlayHint": "inlayHintProvider",
    "textDocument/diagnostic": "diagnosticProvider",
    "textDocument/codeLens": "codeLensProvider",
    "textDocument/rename": "renameProvider",
    "textDocument/prepareRename": "renameProvider.prepareProvider",
    "workspace/symbol": "workspaceSymbolProvider",
    "workspace/diagnostic": "diagnosticProvider.workspaceDiagnostics",
    "workspace/executeCommand": "executeCommandProvider.commands",
}
"""Method -> the member of ServerCapabilities that declares it, for every method that this client
could use. A test compares our features with it.
"""


def declares(capabilities: Message, method: str) -> bool:
    """Whether ServerCapabilities declare a method: present, and neither false nor an empty list."""
    found: object = capabilities
    for name in PROVIDERS[method].split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found not in (None, False, [])
