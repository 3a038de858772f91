/** The environment variable that tells tests in the extension host where the harness's socket is (see hook.ts). */
export const hookVariable = "ZFSR_EDITOR_HOOK";
