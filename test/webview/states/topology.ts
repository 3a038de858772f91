import type { TopologyEdge, TopologyState } from "../../../src/protocol/topology";

const hour = 3_600_000;

function edge(job: string, from: string, to: string, more: Partial<TopologyEdge>): TopologyEdge {
  const place = (text: string) => ({ host: text.split(":")[0] ?? "", dataset: text.split(":")[1] ?? "" });
  const state = { state: "current" as const, late: false, running: false, lastRun: Date.UTC(2026, 10, 23, 20, 51) };
  return { id: `${job} ${to}`, job, from: place(from), to: place(to), ...state, ...more };
}

/** A hub with spokes, and two of them that replicate to each other. */
export const mesh: TopologyState = {
  phase: "ready",
  message: "Hosts: 4. Replications: 5, late: 1. Looked at 20:51:24.",
  hosts: [
    { name: "alpha", production: true },
    { name: "beta", production: false },
    { name: "gamma", production: false },
    { name: "delta", production: false },
  ],
  edges: [
    edge("databases", "alpha:tank/db", "beta:backup/db", {}),
    edge("databases", "alpha:tank/db", "gamma:vault/db", { state: "behind", lag: 5 * hour, late: true }),
    edge("homes", "delta:tank/home", "beta:backup/home", { state: "behind", lag: 0.4 * hour, running: true }),
    edge("mirror", "beta:backup/db", "gamma:vault/mirror", { state: "diverged", lag: 30 * hour }),
    edge("back", "gamma:vault/own", "beta:backup/gamma", { state: "unknown", failure: "gamma does not answer" }),
  ],
};
