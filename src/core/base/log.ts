/** Where the parts write what they do. VS Code's LogOutputChannel fits it; so does standard error. */
export interface Log {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** For those who do not want to know. */
export const silentLog: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
