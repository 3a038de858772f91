import fc from "fast-check";
import type { OnDiverged } from "../../../src/core/jobs/job";
import type { Break } from "./runOnModel";

/** What may happen on two machines, replications among it, in any order: arbitraries. */

/** How one replication is asked for. */
export interface Asked {
  readonly recursive: boolean;
  readonly intermediates: boolean;
  readonly hold: boolean;
  readonly raw: "auto" | boolean;
  readonly resumable: boolean;
  readonly snapshot: string | undefined;
  readonly onDiverged: OnDiverged;
  readonly bookmark: boolean;
  readonly exclude: string | undefined;
  readonly snapshots: string | undefined;
  readonly keep: number | undefined;
  /** In one `send -R` stream, where that fits. */
  readonly replicate: boolean;
}

/** What may happen between two replications. */
export type Happening =
  | { readonly does: "snapshot"; readonly dataset: string; readonly short: string; readonly recursive: boolean }
  | { readonly does: "destroy-snapshot"; readonly dataset: string; readonly short: string }
  | { readonly does: "bookmark"; readonly dataset: string; readonly instead: boolean }
  | {
      readonly does: "create";
      readonly dataset: string;
      readonly type: "filesystem" | "volume";
      readonly encrypted: boolean;
    }
  | { readonly does: "rename"; readonly dataset: string }
  | { readonly does: "clone"; readonly dataset: string; readonly as: string }
  | { readonly does: "key"; readonly dataset: string; readonly loaded: boolean }
  | { readonly does: "target-write"; readonly dataset: string }
  | { readonly does: "target-snapshot"; readonly dataset: string; readonly short: string }
  | { readonly does: "target-create"; readonly dataset: string; readonly type: "filesystem" | "volume" }
  | { readonly does: "target-destroy-snapshot"; readonly dataset: string; readonly short: string }
  | { readonly does: "replicate"; readonly asked: Asked; readonly broken: Break | undefined };

const below = fc.constantFrom("", "", "", "/a", "/b", "/a/c");
const short = fc.constantFrom("1", "2", "3", "4", "5", "6");
export const asked: fc.Arbitrary<Asked> = fc.record({
  recursive: fc.boolean(),
  intermediates: fc.boolean(),
  hold: fc.boolean(),
  raw: fc.constantFrom<"auto" | boolean>("auto", "auto", "auto", "auto", true, false),
  resumable: fc.constantFrom(true, true, false),
  onDiverged: fc.constantFrom<OnDiverged>("stop", "stop", "rollback", "rename"),
  bookmark: fc.boolean(),
  exclude: fc.constantFrom(undefined, undefined, undefined, "tank/demo/a", "tank/demo/*"),
  snapshots: fc.constantFrom(undefined, undefined, undefined, "[0246]"),
  keep: fc.constantFrom(undefined, undefined, 1, 2),
  replicate: fc.constantFrom(false, false, true),
  snapshot: fc.oneof({ weight: 7, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: short }),
});
export const cut: fc.Arbitrary<Break> = fc.record({ transfer: fc.nat(3), snapshot: fc.nat(2), alone: fc.boolean() });
export const broken: fc.Arbitrary<Break | undefined> = fc.option(cut, { nil: undefined });

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant("snapshot" as const), dataset: below, short, recursive: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("destroy-snapshot" as const), dataset: below, short }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant("bookmark" as const),
      dataset: below,
      instead: fc.constantFrom(true, true, false),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("create" as const),
      dataset: below,
      type: fc.constantFrom("filesystem" as const, "filesystem" as const, "volume" as const),
      encrypted: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("rename" as const), dataset: below }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant("clone" as const),
      dataset: below,
      as: fc.constantFrom("/a", "/b", "/k", "/a/k"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("key" as const), dataset: below, loaded: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("target-write" as const), dataset: below }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("target-snapshot" as const), dataset: below, short }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant("target-create" as const),
      dataset: below,
      type: fc.constantFrom("filesystem" as const, "volume" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("target-destroy-snapshot" as const), dataset: below, short }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant("replicate" as const), asked, broken }) },
);

/** A tree as a whole, with all its snapshots. */
const ordered = { recursive: true, hold: true, exclude: undefined, snapshots: undefined, snapshot: undefined } as const;

function orderly(): fc.Arbitrary<Asked> {
  return asked.map((how) => ({ ...how, ...ordered }));
}

export interface History {
  readonly encrypted: boolean;
  readonly events: readonly Happening[];
}

const wild: fc.Arbitrary<History> = fc.record({
  encrypted: fc.oneof({ weight: 2, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  events: fc.array(happening, { minLength: 4, maxLength: 30, size: "max" }),
});
/** A tree whose snapshots are taken together and replicated again and again, where a child may go its own way. */
const calm: fc.Arbitrary<History> = fc
  .record({
    encrypted: fc.constantFrom(false, false, false, true),
    children: fc.subarray(["/a", "/b", "/a/c"]),
    first: fc.option(asked, { nil: undefined }),
    events: fc.array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({
            does: fc.constant("snapshot" as const),
            dataset: fc.constantFrom("", "", "", "/a"),
            short,
            recursive: fc.constant(true),
          }),
        },
        { weight: 1, arbitrary: fc.record({ does: fc.constant("target-write" as const), dataset: below }) },
        { weight: 1, arbitrary: fc.record({ does: fc.constant("destroy-snapshot" as const), dataset: below, short }) },
        { weight: 5, arbitrary: fc.record({ does: fc.constant("replicate" as const), asked: orderly(), broken }) },
      ),
      { maxLength: 14, size: "max" },
    ),
  })
  .map(({ encrypted, children, first, events }) => ({
    encrypted,
    events: [
      ...children.map((dataset) => ({
        does: "create" as const,
        dataset,
        type: "filesystem" as const,
        encrypted: false,
      })),
      { does: "snapshot" as const, dataset: "", short: "1", recursive: true },
      ...(first ? [{ does: "replicate" as const, asked: { ...first, ...ordered }, broken: undefined }] : []),
      ...events,
    ],
  }));

/** Two snapshots of a tree that has never been replicated, which is now to go as a whole. */
export const fresh: fc.Arbitrary<readonly [History, Asked]> = fc
  .tuple(calm, asked)
  .map(([{ encrypted, events }, how]) => [
    {
      encrypted,
      events: [
        ...events.filter((event) => event.does === "create" || event.does === "snapshot"),
        { does: "snapshot", dataset: "", short: "7", recursive: true },
      ],
    },
    { ...how, ...ordered, replicate: true },
  ]);

export const history = fc.oneof({ weight: 3, arbitrary: wild }, { weight: 2, arbitrary: calm });
