interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The other end of the line; VS Code gives it once to a page. */
export const vscodeApi: VsCodeApi = acquireVsCodeApi();
