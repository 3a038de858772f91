/** Addresses and words of a page. */
export interface Page {
  /** What a webview gives as `cspSource`. */
  readonly cspSource: string;
  /** A random word, new for each page. */
  readonly nonce: string;
  readonly title: string;
  readonly script: string;
  readonly style: string;
  /** `en`, `de`, …: what its words are in. */
  readonly language: string;
  /** Translations of what the page says, by the English texts; none where the window speaks English. */
  readonly words: Readonly<Record<string, string>>;
}

/**
 * The document of a panel. Nothing runs but the one script with the nonce and what that imports; nothing is styled but by
 * the extension's own file; nothing is loaded from anywhere else, and nothing can be sent anywhere.
 */
export function pageHtml({ cspSource, nonce, title, script, style, language, words }: Page): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="${escaped(language)}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <title>${escaped(title)}</title>
  <link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
  <div id="root" data-words="${escaped(JSON.stringify(words))}"></div>
  <script type="module" nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
}
