/**
 * Reads bytes that come in pieces as text: UTF-8 (what is not, as replacement characters) or UTF-16, which a mark at the
 * beginning or a zero in every other byte of it gives away.
 */
export class Decoder {
  private decoder: TextDecoder | undefined;

  /** @returns the text that is whole so far */
  push(bytes: Uint8Array): string {
    this.decoder ??= new TextDecoder(encodingOf(bytes));
    return this.decoder.decode(bytes, { stream: true });
  }

  end(): string {
    return this.decoder?.decode() ?? "";
  }
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 512);
  for (let at = 0; at < looked; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = looked / 2 - 4;
  if (looked >= 32 && odd > most * 0.7 && even < looked / 20) return "utf-16le";
  if (looked >= 32 && even > most * 0.7 && odd < looked / 20) return "utf-16be";
  return "utf-8";
}
