/**
 * A program: forwards ports of 127.0.0.1 to the hosts' sshd. One runs in the machine's network and one in the lab's
 * namespace, on the same ports, so that one ssh_config serves both. Only the second can reach the hosts; the first hands
 * its connections over through sockets in the file system, which are the same in all namespaces.
 *
 * Takes one argument, a Forwarding as JSON; prints the ports it listens on as JSON, and then works until it's killed.
 */
import { mkdirSync, rmSync } from "node:fs";
import { type NetConnectOpts, type Server, type Socket, connect, createServer } from "node:net";
import { dirname } from "node:path";

export interface Forwarding {
  readonly routes: readonly Route[];
}

export interface Route {
  /** The port to listen on; 0 for any that's free. */
  readonly port: number;
  /** A socket file to listen on besides. */
  readonly socket?: string;
  /** Where connections go: a socket file or an address, port 22. */
  readonly to: { readonly path: string } | { readonly host: string };
}

function forward(from: Socket, to: NetConnectOpts): void {
  const onward = connect({ ...to, allowHalfOpen: true, noDelay: true });
  const drop = (): void => {
    cut(from);
    cut(onward);
  };
  from.on("error", drop);
  onward.on("error", drop);
  from.pipe(onward).pipe(from);
}

/** Ends a connection as if it had broken; one through the file system can't break, and a reset of it would throw. */
function cut(socket: Socket): void {
  if (socket.remoteAddress) socket.resetAndDestroy();
  else socket.destroy();
}

async function listen(server: Server, on: { port: number; host: string } | { path: string }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(on, resolve);
  });
}

async function open(route: Route): Promise<number> {
  const to: NetConnectOpts = "path" in route.to ? route.to : { host: route.to.host, port: 22 };
  const serve = (): Server =>
    createServer({ allowHalfOpen: true, noDelay: true }, (from) => {
      forward(from, to);
    });
  if (route.socket) {
    mkdirSync(dirname(route.socket), { recursive: true });
    rmSync(route.socket, { force: true });
    await listen(serve(), { path: route.socket });
  }
  const server = serve();
  await listen(server, { port: route.port, host: "127.0.0.1" });
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

async function main(): Promise<void> {
  const { routes } = JSON.parse(process.argv[2] ?? "") as Forwarding;
  const ports: number[] = [];
  for (const route of routes) ports.push(await open(route));
  process.stdout.write(`${JSON.stringify(ports)}\n`);
}

void main();
