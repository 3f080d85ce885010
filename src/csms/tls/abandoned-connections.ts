import type { Clock } from "../../kernel/clock.ts";
import {
  HANDSHAKE_SPACING_MS,
  MAX_ABANDONED_CONNECTIONS,
  MAX_ABANDONED_CONNECTIONS_OF_TARGET,
} from "../../kernel/limits.ts";
import type { Target } from "../websocket/tcp.ts";

export interface AbandonedConnectionsDeps {
  readonly clock: Clock;
  /** Called when servers hold so many connections that only the end of the process frees them. */
  exhausted?(reason: string): void;
}

export type HandshakeVerdict = { kind: "allowed" } | { kind: "postponed"; reason: string };

/**
 * TLS connections that we have given up and the server holds: it neither goes on with the handshake nor reads what was
 * written before, and the runtime frees the socket only then. Each costs a file descriptor. Beyond a few for one server its
 * handshakes are spaced far apart; beyond many in all the process should end.
 */
export class AbandonedConnections {
  readonly #deps: AbandonedConnectionsDeps;
  readonly #countByTarget = new Map<string, number>();
  readonly #lastMs = new Map<string, number>();

  constructor(deps: AbandonedConnectionsDeps) {
    this.#deps = deps;
  }

  /** To be asked before each handshake that then begins. */
  mayBegin(target: Target): HandshakeVerdict {
    const name = nameOf(target);
    const nowMs = this.#deps.clock.monotonicMs();
    const count = this.#countByTarget.get(name) ?? 0;
    const lastMs = this.#lastMs.get(name) ?? -Infinity;
    if (count >= MAX_ABANDONED_CONNECTIONS_OF_TARGET && nowMs - lastMs < HANDSHAKE_SPACING_MS) {
      return { kind: "postponed", reason: `the server holds ${count} connections that were given up` };
    }
    this.#lastMs.set(name, nowMs);
    return { kind: "allowed" };
  }

  /** A connection with the target was given up; `released` resolves when its socket is closed. */
  add(target: Target, released: Promise<void>): void {
    const name = nameOf(target);
    this.#countByTarget.set(name, (this.#countByTarget.get(name) ?? 0) + 1);
    void released.then(() => this.#release(name));
    const all = this.#countByTarget.values().reduce((sum, count) => sum + count, 0);
    if (all >= MAX_ABANDONED_CONNECTIONS) {
      this.#deps.exhausted?.(`servers hold ${all} TLS connections that were given up`);
    }
  }

  #release(name: string): void {
    const left = (this.#countByTarget.get(name) ?? 0) - 1;
    if (left > 0) return void this.#countByTarget.set(name, left);
    this.#countByTarget.delete(name);
    this.#lastMs.delete(name);
  }
}

function nameOf({ hostname, port }: Target): string {
  return `${hostname}:${port}`;
}
