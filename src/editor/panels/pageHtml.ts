/** Addresses and words of a page. */
export interface Page {
  /** What a webview gives as `cspSource`. */
  readonly cspSource: string;
  /** A random word, new for each page. */
  readonly nonce: string;
  readonly title: string;
  readonly script: string;
  readonly style: string;
}

/**
 * The document of a panel. Nothing runs but the one script with the nonce and what that imports; nothing is styled but by
 * the extension's own file; nothing is loaded from anywhere else, and nothing can be sent anywhere.
 */
export function pageHtml({ cspSource, nonce, title, script, style }: Page): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <title>${escaped(title)}</title>
  <link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
  <div id="root"></div>
  <script type="module" nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (mark) => marks[mark] ?? mark);
}
