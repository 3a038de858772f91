import * as z from "zod/mini";

/** Counts up when a message changes its shape: a page that outlived an update of the extension says so. */
export const protocolVersion = 1;

/** What an extension sends to a page: all there is to show, each time. */
export function stateMessage<T>(state: z.ZodMiniType<T>): z.ZodMiniType<{ type: "state"; version: 1; state: T }> {
  return z.strictObject({ type: z.literal("state"), version: z.literal(protocolVersion), state });
}

/** The page has been loaded and wants its state. Part of every panel's actions. */
export const readyAction = z.strictObject({ type: z.literal("ready") });

/** Text of bounded length: what a page sends is not to be believed, not to be kept, and not to be large. */
export const shortText = z.string().check(z.maxLength(1000));
