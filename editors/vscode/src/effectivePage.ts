/** The settings in force as a page of HTML. Knows nothing of VS Code but its colours. */

/** A place that sets a setting; of a file, where it is. */
export interface Place {
  text: string;
  uri?: string;
  /** From 0. */
  line?: number;
}

/** A setting that something sets, as the server tells it: no secret is in it. */
export interface Row {
  setting: string;
  value: string;
  state: "shown" | "hidden" | "unset" | "refused";
  because: string;
  sources: Place[];
  passedOver: Place[];
}

/** What the server answers: `text`, which is for other editors, left out. */
export interface Effective {
  title: string;
  about: string;
  rows: Row[];
  notes: string[];
}

const STYLE = `
  body { padding: 0 1.5em 1.5em; line-height: 1.5 }
  h1 { font-size: 1.5em; font-weight: normal }
  input { box-sizing: border-box; width: 100%; max-width: 40em; margin: .5em 0 1em; padding: .4em;
    color: var(--vscode-input-foreground); background: var(--vscode-input-background);
    border: 1px solid var(--vscode-input-border, var(--vscode-panel-border)); font: inherit }
  table { width: 100%; border-collapse: collapse }
  th, td { padding: .3em 1em .3em 0; text-align: left; vertical-align: top;
    border-bottom: 1px solid var(--vscode-panel-border) }
  td:nth-child(2) { min-width: 9em }
  td { overflow-wrap: break-word }
  code { padding: 0; color: inherit; background: none }
  .words { font-style: italic }
  .refused { color: var(--vscode-errorForeground) }
  .passed { color: var(--vscode-descriptionForeground) }`;

/** Filters the rows by all words that are typed, and tells the extension which link was clicked. */
const SCRIPT = `
  const api = acquireVsCodeApi();
  const filter = document.querySelector("input");
  const rows = [...document.querySelectorAll("tbody tr")];
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    api.setState({ filter: filter.value });
  };
  filter.value = api.getState()?.filter ?? "";
  filter.addEventListener("input", apply);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-uri]");
    if (link) {
      event.preventDefault();
      api.postMessage({ uri: link.dataset.uri, line: Number(link.dataset.line) });
    }
  });
  apply();`;

/** The page; `nonce` lets its own style and script run, and no others. */
export function makePage(shown: Effective, nonce: string): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<h1>${inline(shown.title)}</h1>
<p>${inline(shown.about)}</p>
${shown.notes.length > 0 ? notes(shown.notes) : ""}
<input type="search" placeholder="Filter by setting, value or file" aria-label="Filter">
<table>
<thead><tr><th>Setting</th><th>Value</th><th>Comes from</th></tr></thead>
<tbody>
${shown.rows.map(row).join("\n")}
</tbody>
</table>
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
}

function notes(lines: readonly string[]): string {
  const items = lines.map((line) => `<li>${escape(line)}</li>`).join("");
  return `<p class="refused">Something is wrong with the files, and Prefect may not start:</p><ul>${items}</ul>`;
}

function row({ setting, value, state, because, sources, passedOver }: Row): string {
  const shown =
    state === "shown"
      ? codeOf(value)
      : `<span class="words ${state}">${inline(value)}</span>`;
  const from = because ? inline(because) : sources.map(place).join(", ");
  const rest = passedOver.map(place).join(", ");
  const passed = rest && `<br><span class="passed">not ${rest}</span>`;
  return `<tr><td>${codeOf(setting)}</td><td>${shown}</td><td>${from}${passed}</td></tr>`;
}

function place({ text, uri, line = 0 }: Place): string {
  const words = inline(text);
  return uri === undefined
    ? words
    : `<a href="#" data-uri="${escape(uri)}" data-line="${line}">${words}</a>`;
}

/** Text with the code spans of Markdown, whose fences are as long as what is in them needs. */
function inline(text: string): string {
  const parts = text.split(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/);
  return parts
    .map((part, index) => {
      if (index % 3 === 1) {
        return "";
      }
      const isPadded = (parts[index - 1] ?? "").length > 1;
      return index % 3 === 0
        ? escape(part)
        : codeOf(isPadded ? part.replace(/^ | $/g, "") : part);
    })
    .join("");
}

/** Code, which may be broken after each part of a name or path. */
function codeOf(text: string): string {
  return `<code>${escape(text).replace(/[._/]/g, "$&<wbr>")}</code>`;
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
