import { CloseCode } from "./websocket/close-codes.ts";
import type { SocketClosed } from "./socket.ts";

/** How a connection ended while a CALL of ours was outstanding. */
export interface LossWhileOutstanding {
  readonly closed: SocketClosed;
  /** Between the CALL and the end. */
  readonly outstandingMs: number;
}

/** What the end of a connection says of the CALL that was outstanding. */
export type Blame =
  /** The CSMS closed with a code that names a message it cannot take. */
  | "refused"
  /** The line was cut directly after the CALL: by the CSMS, or by chance. */
  | "suspected"
  | "none";

/** A line that breaks this soon after a CALL may have been cut because of it. */
export const DIRECTLY_AFTER_MS = 5_000;
/** So many connections must end with the same CALL before it is set aside. */
export const REFUSALS_TO_SET_ASIDE = 2;
export const SUSPICIONS_TO_SET_ASIDE = 3;
/** CALLs that are suspected at the same time; the least recent one is forgotten. */
export const MAX_SUSPECTS = 32;

const REFUSING_CODES: ReadonlySet<number> = new Set([
  CloseCode.invalidData,
  CloseCode.policyViolation,
  CloseCode.tooBig,
  CloseCode.internalError,
]);

/** Codes with which a server says goodbye to everybody. */
const FAREWELL_CODES: ReadonlySet<number> = new Set([
  CloseCode.normal,
  CloseCode.goingAway,
  CloseCode.serviceRestart,
  CloseCode.tryAgainLater,
]);

export function blameFor({ closed, outstandingMs }: LossWhileOutstanding): Blame {
  const soon = outstandingMs <= DIRECTLY_AFTER_MS ? "suspected" : "none";
  switch (closed.kind) {
    case "closedByPeer":
      if (REFUSING_CODES.has(closed.code)) return "refused";
      return FAREWELL_CODES.has(closed.code) ? "none" : soon;
    case "lost":
      return soon;
    case "closedByUs":
    case "protocolError":
    case "pongTimeout":
      return "none";
  }
}

/**
 * Finds the CALL that the CSMS cannot take: the one with which connections end again and again. A flaky network must not
 * look like that. A CALL that is answered is innocent, and after one was set aside on mere suspicion no other one is
 * until something went through.
 */
export class Suspicion {
  readonly #counts = new Map<string, { refused: number; suspected: number }>();
  #mayBeNetwork = false;

  /** True when the CALL is to be set aside; it then begins anew. */
  lost(key: string, blame: Blame): boolean {
    if (blame === "none") return false;
    const count = this.#counts.get(key) ?? { refused: 0, suspected: 0 };
    count[blame]++;
    this.#counts.delete(key);
    if (count.refused >= REFUSALS_TO_SET_ASIDE) return true;
    if (count.refused + count.suspected >= SUSPICIONS_TO_SET_ASIDE && !this.#mayBeNetwork) {
      this.#mayBeNetwork = count.refused === 0;
      return true;
    }
    this.#counts.set(key, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_SUSPECTS && oldest !== undefined) this.#counts.delete(oldest);
    return false;
  }

  /** Something was answered, with whatever. */
  answered(key: string): void {
    this.#counts.delete(key);
    this.#mayBeNetwork = false;
  }
}
