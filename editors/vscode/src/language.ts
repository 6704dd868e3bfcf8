/** Which documents are ours, and the language of those that have none. */

import * as vscode from "vscode";
import { schemes } from "./schemes";

export const LANGUAGE = "prefect-toml";

const TOML_FILES = ["prefect.toml", "profiles.toml", "pyproject.toml"];
const FILES = [...TOML_FILES, ".env"];

const SCHEMES = schemes();

/** By name, since other extensions may have given the file any language. */
export const SELECTOR: readonly { scheme: string; language?: string; pattern?: string }[] = [
  ...SCHEMES.flatMap((scheme) => [
    ...FILES.map((name) => ({ scheme, pattern: `**/${name}` })),
    { scheme, language: LANGUAGE },
  ]),
  { scheme: "untitled", language: LANGUAGE },
];

/** Whether the server has something to say of a document. */
export function isOurs(document: vscode.TextDocument): boolean {
  return vscode.languages.match(SELECTOR, document) > 0;
}

function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split("/").at(-1) ?? "";
}

/**
 * Give the language `prefect-toml`, which colours all TOML, to documents that nobody knows the
 * language of, once each: who then chooses plain text means it. Where an extension for TOML is
 * installed its language stays.
 */
export function giveLanguage(): vscode.Disposable {
  const given = new Set<string>();
  const give = (document: vscode.TextDocument): void => {
    const uri = document.uri.toString();
    const isUnknown = document.languageId === "plaintext" && SCHEMES.includes(document.uri.scheme);
    if (isUnknown && TOML_FILES.includes(nameOf(document)) && !given.has(uri)) {
      given.add(uri);
      void vscode.languages.setTextDocumentLanguage(document, LANGUAGE);
    }
  };
  vscode.workspace.textDocuments.forEach(give);
  return vscode.workspace.onDidOpenTextDocument(give);
}
