import { reasonOf } from "../../kernel/reason-of.ts";
import type { DialFailure } from "../socket.ts";
import type { Transport } from "./transport.ts";

export interface Target {
  /** Host name or IP address, the latter without brackets. */
  readonly hostname: string;
  readonly port: number;
}

export type Connected =
  | {
    kind: "connected";
    transport: Transport;
    /** The certificate (DER) that the peer showed; with TLS only. */
    certificate?(): Uint8Array | undefined;
  }
  | { kind: "failed"; failure: DialFailure };

/** A TCP connection without Nagle's algorithm. `Deno` races IPv6 and IPv4 (RFC 8305). */
export async function openTcp(target: Target, signal: AbortSignal): Promise<Deno.TcpConn> {
  const conn = await Deno.connect({ ...target, signal });
  conn.setNoDelay();
  conn.setKeepAlive();
  return conn;
}

/** Never rejects. */
export async function connectTcp(target: Target, signal: AbortSignal): Promise<Connected> {
  try {
    return { kind: "connected", transport: await openTcp(target, signal) };
  } catch (error) {
    return { kind: "failed", failure: { kind: "unreachable", reason: reasonOf(error) } };
  }
}
