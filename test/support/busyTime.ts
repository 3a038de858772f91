/** Milliseconds that this process has computed so far. What others compute on the machine meanwhile does not count. */
export function busyTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
