import type { Clock } from "../../kernel/clock.ts";
import { reasonOf } from "../../kernel/reason-of.ts";
import type { Transport } from "./transport.ts";

export type BrokerAddress =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

export type DialOutcome = { kind: "open"; transport: Transport } | { kind: "failed"; reason: string };

/** Opens a stream to the broker. Never rejects. */
export type DialBroker = (address: BrokerAddress) => Promise<DialOutcome>;

const READ_BYTES = 64 * 1024;

/** Real sockets; an attempt that takes longer than `timeoutMs` counts as failed. */
export function socketDialer(clock: Clock, timeoutMs: number): DialBroker {
  return async (address) => {
    const { promise: late, resolve: tooLate } = Promise.withResolvers<DialOutcome>();
    const timer = clock.setTimer(
      "mqtt.dial",
      timeoutMs,
      () => tooLate({ kind: "failed", reason: `no connection within ${timeoutMs} ms` }),
    );
    const opening = open(address);
    const outcome = await Promise.race([opening, late]);
    timer.cancel();
    if (outcome.kind === "failed") void opening.then(closeIfOpen);
    return outcome;
  };
}

function closeIfOpen(outcome: DialOutcome): void {
  if (outcome.kind === "open") outcome.transport.close();
}

async function open(address: BrokerAddress): Promise<DialOutcome> {
  if (address.kind === "unix") {
    return await attempt(() => Deno.connect({ transport: "unix", path: address.path }));
  }
  let outcome: DialOutcome = { kind: "failed", reason: "no address" };
  for (const hostname of hostnamesOf(address.host)) {
    outcome = await attempt(() => connectTcp(hostname, address.port));
    if (outcome.kind === "open") break;
  }
  return outcome;
}

/** Deno tries only the first address of a name, and `localhost` may be ::1 while the broker listens on IPv4 alone. */
function hostnamesOf(host: string): readonly string[] {
  return host === "localhost" ? ["::1", "127.0.0.1", "localhost"] : [host];
}

async function connectTcp(hostname: string, port: number): Promise<Deno.Conn> {
  const connection = await Deno.connect({ hostname, port });
  connection.setNoDelay(true);
  return connection;
}

async function attempt(connect: () => Promise<Deno.Conn>): Promise<DialOutcome> {
  try {
    return { kind: "open", transport: transportOf(await connect()) };
  } catch (error) {
    return { kind: "failed", reason: reasonOf(error) };
  }
}

function transportOf(connection: Deno.Conn): Transport {
  const buffer = new Uint8Array(READ_BYTES);
  let closed = false;
  return {
    read: async () => {
      const length = await connection.read(buffer);
      return length === null ? undefined : buffer.slice(0, length);
    },
    write: async (bytes) => {
      let written = 0;
      while (written < bytes.length) written += await connection.write(bytes.subarray(written));
    },
    close: () => {
      if (closed) return;
      closed = true;
      connection.close();
    },
  };
}

export function describeAddress(address: BrokerAddress): string {
  return address.kind === "unix" ? address.path : `${address.host}:${address.port}`;
}
