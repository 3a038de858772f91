import type { SshProgram } from "../settings/sshProgram";

/** Whether an ssh puts `(user@host) ` before what a server words: OpenSSH does from 8.5 on. @param said by `ssh -V` */
export function marksServerWords(said: string): boolean {
  const version = /^OpenSSH(?:_for_Windows)?_(\d+)\.(\d+)/m.exec(said);
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > 8 || (major === 8 && minor >= 5);
}

/** The same of the ssh of this machine, which is asked once. An ssh that does not tell is taken for one that does not. */
export function marking(program: Pick<SshProgram, "run">): () => Promise<boolean> {
  let known: Promise<boolean> | undefined;
  return () =>
    (known ??= program.run(["-V"], 5000).then(
      ({ stdout, stderr }) => marksServerWords(`${stderr}\n${stdout}`),
      () => false,
    ));
}
