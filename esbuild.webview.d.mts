import type { BuildOptions } from "esbuild";

export function webviewBuild(how: { production: boolean; outdir?: string }): BuildOptions;
