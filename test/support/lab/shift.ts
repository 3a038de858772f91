const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** Takes a shift of time as '+1h' or '-30m', gives it in seconds. */
export function parseShift(text: string): number {
  const [, sign, amount, unit = ""] = /^([+-])(\d+)([smhdw])$/.exec(text) ?? [];
  const seconds = units[unit];
  if (!amount || seconds === undefined) {
    throw new Error(`'${text}' is no shift of a clock: give a sign, a number and one of s, m, h, d, w, as '+1h'.`);
  }
  return (sign === "-" ? -1 : 1) * Number(amount) * seconds;
}
