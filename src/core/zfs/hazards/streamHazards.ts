import type { Hazard } from "./hazard";
import { all, hasLargeBlocks, isLarger, isOther, known, some } from "./known";

/** Hazards of what a stream carries and of how it is sent. */
export const streamHazards: readonly Hazard[] = [
  {
    id: "large-blocks-toggled",
    title: "an increment that is sent with another choice of -L than those before it zeroes files",
    severity: "error",
    end: "target",
    decidedBy: "kernel",
    affected: [[undefined, "2.0.0"]],
    condition: ({ source, stream }) =>
      all(stream.incremental, hasLargeBlocks(source.recordsize), stream.largeBlocksChanged),
    nextStep: "keep to the choice of -L that the chain began with",
    source: "#6224, 7bcb7f0",
  },
  {
    id: "hole-birth",
    title: "an increment leaves out holes, so that the replica keeps old data where the source has none",
    severity: "warning",
    end: "source",
    decidedBy: "kernel",
    affected: [["0.6.4", "0.6.5.8"]],
    condition: ({ stream }, end) =>
      all(
        stream.incremental,
        known(end.features, (features) => features.get("hole_birth") === "active"),
      ),
    nextStep: "set the module's ignore_hole_birth to 1, then send in full",
    source: "#4809 #4050, 9ea9e0b",
  },
  {
    id: "compressed-to-larger-ashift",
    title: "a compressed or raw stream from a pool of ashift 9 into one of ashift 12 damages data",
    severity: "error",
    end: "source",
    decidedBy: "kernel",
    affected: [
      ["0.7.0", "2.0.7"],
      ["2.1.0", "2.1.2"],
    ],
    condition: ({ source, target, stream }) =>
      all(some(stream.compressed, stream.raw), isLarger(target?.ashift, source.ashift)),
    nextStep: "send without -c and -w",
    source: "#12762 #12770, 3760273",
  },
  {
    id: "compressed-other-ashift",
    title: "a compressed stream into a pool of another ashift is stored with wrong sizes",
    severity: "warning",
    end: "target",
    decidedBy: "kernel",
    affected: [["0.7.0", "2.1.1"]],
    condition: ({ source, target, stream }) => all(stream.compressed, isOther(source.ashift, target?.ashift)),
    nextStep: "send without -c",
    source: "#8462 #12522, c634320",
  },
  {
    id: "recursive-stream-loses-end",
    title: "an increment of a whole tree (-R) can fail without a word, and the next ones lose data",
    severity: "warning",
    end: "target",
    decidedBy: "kernel",
    affected: [[undefined, "2.2.0"]],
    condition: ({ stream }) => all(stream.replicate ?? false, stream.incremental),
    nextStep: "send each dataset by itself, as zfsr does",
    source: "#12661 #14568, da19d91",
  },
  {
    id: "large-blocks-not-activated",
    title: "streams that go both ways with -L are refused once only one side has had a large block",
    severity: "warning",
    end: "target",
    decidedBy: "kernel",
    affected: [[undefined, "2.4.1"]],
    condition: ({ source, stream }) =>
      all(some(stream.largeBlocks, stream.raw), hasLargeBlocks(source.recordsize), stream.back),
    nextStep: "write one file larger than 128K on the side that lacks it",
    source: "#18101 #18105, 794f158",
  },
  {
    id: "large-microzap-not-activated",
    title: "after receiving large microzap directories the target cannot send them on",
    severity: "warning",
    end: "target",
    decidedBy: "kernel",
    affected: [["2.3.0", "2.4.1"]],
    condition: ({ source, stream }) =>
      all(
        some(stream.largeBlocks, stream.raw),
        known(source.features, (features) => features.get("large_microzap") === "active"),
      ),
    nextStep: "send from the source to each target",
    source: "#18143 #18144, 4f180e0",
  },
  {
    id: "redacted-last-block",
    title: "a redacted stream leaves out a file's last block",
    severity: "warning",
    end: "source",
    decidedBy: "kernel",
    affected: [
      ["2.0.0", "2.3.8"],
      ["2.4.0", "2.4.3"],
    ],
    condition: ({ stream }) => stream.redacted ?? false,
    nextStep: "send without redaction",
    source: "#18477, e78a51d",
  },
  {
    id: "raw-from-redaction-bookmark",
    title: "a raw increment from a redaction bookmark is now and then refused",
    severity: "warning",
    end: "source",
    decidedBy: "kernel",
    affected: [["2.0.0", undefined]],
    condition: ({ stream }) => all(stream.redacted ?? false, stream.raw, stream.incremental),
    nextStep: "send from a snapshot",
    source: "#18491, eaaea55, after 2.4.4",
  },
];
