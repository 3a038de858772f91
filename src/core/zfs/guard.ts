import { shellCommand, shellQuote } from "../base/shellQuote";

/** What shows, right before a command that goes by names, that these still stand for what was meant by them. */
export interface Guard {
  /** Lists those that are there, a line for each. */
  readonly argv: readonly string[];
  readonly expects:
    | {
        /** These lines may come, and no other one but that of the dataset `within`, which must come: it shows that the look worked. */
        readonly kind: "some";
        readonly lines: readonly string[];
        readonly within: string;
      }
    | {
        /** These lines must come, all of them and no other, in any order; a resume token at the end of one is `someToken`. */
        readonly kind: "all";
        readonly lines: readonly string[];
      };
}

/** What is done then, each as commands for sh. */
export interface Verdicts {
  readonly same: string;
  readonly differs: string;
  /** Nothing could be looked at or compared: that is no proof. */
  readonly unknown: string;
}

/** Stands for a resume token, whichever it is: it changes while a receive goes on. */
export const someToken = "+";
/** Puts that in place of a token at the end of a line, which begins with a digit. */
const withoutTokens = `sed 's/\t[0-9][^\t]*$/\t${someToken}/'`;

/** Between lines that were made one: no name of zfs has it. */
const between = "|";

/**
 * For sh: runs `same` on proof alone, that is where the list came whole and is what it must be. What fails on the way (the
 * connection, zfs, grep, a process that is killed) is no proof, also where it had listed something before.
 * @param list the guard's list as a command, quoted for where it runs
 */
export function guarded(list: string, { expects }: Guard, { same, differs, unknown }: Verdicts): string {
  const look = `l=$(${list}) && s=0 || s=$?`;
  const listed = `printf '%s\\n' "$l"`;
  if (expects.kind === "all") {
    const all = expects.lines.toSorted().map((line) => line + between);
    const compare = `case $(${listed} | ${withoutTokens} | LC_ALL=C sort | tr '\\n' ${shellQuote(between)}) in ${shellQuote(all.join(""))}) ${same} ;; '') ${unknown} ;; *) ${differs} ;; esac`;
    return `${look}; case $s in 0) ${compare} ;; *) ${unknown} ;; esac`;
  }
  const { lines, within } = expects;
  const others = shellCommand(["grep", "-vxF", ...lines.flatMap((line) => ["-e", line])]);
  const compare = `case $(${listed} | ${others}) in *'\n'*) ${differs} ;; ${shellQuote(`${within}\t`)}*) ${same} ;; '') ${unknown} ;; *) ${differs} ;; esac`;
  // 1 where some of them have gone: zfs lists the others
  return `${look}; case $s in 0 | 1) ${compare} ;; *) ${unknown} ;; esac`;
}
