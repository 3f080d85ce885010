import type { Action } from "../ocpp/messages.ts";
import { MAX_REST_MS, restMs } from "./set-aside-policy.ts";
import { CloseCode } from "./websocket/close-codes.ts";
import type { SocketClosed } from "./socket.ts";

/** How a connection ended while a CALL of ours was outstanding. */
export interface LossWhileOutstanding {
  readonly closed: SocketClosed;
  /** Between the CALL and the end. */
  readonly outstandingMs: number;
}

/** What the end of a connection says of the CALL that was outstanding. */
export type SuspectedCause =
  /** The CSMS closed with a code that names a fault of the message: its size or its content. */
  | "named"
  /** The CSMS closed with a code that speaks of the message or of the CSMS itself. */
  | "refused"
  /** The line was cut directly after the CALL: by the CSMS, or by chance. */
  | "suspected"
  | "none";

/** A line that breaks this soon after a CALL may have been cut because of it. */
export const DIRECTLY_AFTER_MS = 5_000;
/** So many connections must end with the same CALL before it counts as the cause. */
export const REFUSALS_TO_SET_ASIDE = 2;
const SUSPICIONS_TO_SET_ASIDE = 3;
/** CALLs that are suspected at the same time; the least recent one is forgotten. */
export const MAX_SUSPECTS = 32;

const NAMING_CODES: ReadonlySet<number> = new Set([CloseCode.invalidData, CloseCode.tooBig]);

const REFUSING_CODES: ReadonlySet<number> = new Set([CloseCode.policyViolation, CloseCode.internalError]);

/** Codes with which a server says goodbye to everybody. */
const FAREWELL_CODES: ReadonlySet<number> = new Set([
  CloseCode.normal,
  CloseCode.goingAway,
  CloseCode.serviceRestart,
  CloseCode.tryAgainLater,
]);

export function suspectedCause({ closed, outstandingMs }: LossWhileOutstanding): SuspectedCause {
  const soon = outstandingMs <= DIRECTLY_AFTER_MS ? "suspected" : "none";
  switch (closed.kind) {
    case "closedByPeer":
      if (NAMING_CODES.has(closed.code)) return "named";
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

/** A CALL with which a connection ended. */
export interface Suspect {
  /** The same for the same CALL on another connection. */
  readonly key: string;
  /** Only a CSMS that takes other CALLs of this action shows that it works. */
  readonly action: Action;
  /** "convicted": it was set aside before, as the cause. */
  readonly record: "clean" | "convicted";
}

export type SuspicionVerdict =
  /** Too early to tell: the same CALL is sent again. */
  | { readonly kind: "again" }
  /** Either the CALL is at fault or the CSMS: it rests, and another one of its action shows which. */
  | { readonly kind: "doubted"; readonly restMs: number; readonly others: "unheard" | "lost" }
  /** The CSMS takes others, or names the fault: it is the CALL. */
  | { readonly kind: "guilty" };

/** What becomes of a CALL that is not sent again at once. */
export type LeaveAlone = Exclude<SuspicionVerdict, { kind: "again" }>;

/** Connections that ended with a CALL, by cause. */
type Losses = Record<Exclude<SuspectedCause, "none">, number>;

/** What is not decided of the CALLs of one action. */
interface Doubts {
  /** CALLs in doubt since which nothing of the action was answered. */
  readonly open: Set<string>;
  /** CALLs that were in doubt when another one was answered: one more loss decides. */
  readonly onTrial: Set<string>;
  /** Since the last answer, by CALL. Together they count too: a driver or a vehicle causes the same CALL but once. */
  readonly losses: Map<string, Losses>;
  /** Rests since the last answer. */
  rests: number;
}

/**
 * Finds the CALL that the CSMS cannot take: the one with which connections end again and again, while it takes others of the
 * same action. A CSMS that takes none is itself at fault, and a flaky network must not look like either. A CALL that
 * is answered is innocent.
 */
export class Suspicion {
  readonly #losses = new Map<string, Losses>();
  readonly #doubts = new Map<Action, Doubts>();

  /** A connection ended with the CALL. One that is guilty begins anew. */
  lost({ key, action, record }: Suspect, cause: SuspectedCause): SuspicionVerdict {
    if (cause === "none") return { kind: "again" };
    const doubts = this.#doubtsOf(action);
    count(doubts.losses, key, cause);
    const own = count(this.#losses, key, cause);
    const isNamed = own.named >= REFUSALS_TO_SET_ASIDE;
    if (isNamed) this.#losses.delete(key);
    const lostOnes = [...doubts.losses.keys(), ...doubts.open];
    const others = lostOnes.some((lost) => lost !== key) ? "lost" : "unheard";
    if (
      record === "convicted" || isNamed || doubts.onTrial.has(key) ||
      (others === "unheard" && hasRestedLongest(doubts, key))
    ) {
      doubts.open.delete(key);
      doubts.losses.delete(key);
      return { kind: "guilty" };
    }
    const isCoincidence = !isEnough(own) && !isEnough(sum(doubts.losses)) && doubts.open.size === 0;
    if (isCoincidence) return { kind: "again" };
    remember(doubts.open, key);
    return { kind: "doubted", restMs: restMs(doubts.rests++), others };
  }

  /** The CSMS answered, with a result or an error. Gives the CALLs whose rest is over: they are now on trial. */
  answered({ key, action }: Pick<Suspect, "key" | "action">): readonly string[] {
    this.#losses.delete(key);
    const doubts = this.#doubts.get(action);
    if (doubts === undefined) return [];
    doubts.open.delete(key);
    doubts.onTrial.delete(key);
    doubts.losses.clear();
    doubts.rests = 0;
    const recalled = [...doubts.open];
    doubts.open.clear();
    for (const each of recalled) remember(doubts.onTrial, each);
    if (doubts.onTrial.size === 0) this.#doubts.delete(action);
    return recalled;
  }

  /** No connection ended with it, and no answer came. */
  timedOut({ key, action }: Pick<Suspect, "key" | "action">): void {
    this.#losses.delete(key);
    this.#doubts.get(action)?.losses.delete(key);
  }

  #doubtsOf(action: Action): Doubts {
    const known = this.#doubts.get(action);
    if (known !== undefined) return known;
    const doubts: Doubts = { open: new Set(), onTrial: new Set(), losses: new Map(), rests: 0 };
    this.#doubts.set(action, doubts);
    return doubts;
  }
}

/** Adds a loss to those of the CALL, and gives them; of too many CALLs the least recent one is forgotten. */
function count(losses: Map<string, Losses>, key: string, cause: Exclude<SuspectedCause, "none">): Losses {
  const own = losses.get(key) ?? { named: 0, refused: 0, suspected: 0 };
  own[cause]++;
  losses.delete(key);
  losses.set(key, own);
  forgetOldest(losses);
  return own;
}

function sum(losses: ReadonlyMap<string, Losses>): Losses {
  const total: Losses = { named: 0, refused: 0, suspected: 0 };
  for (const { named, refused, suspected } of losses.values()) {
    total.named += named;
    total.refused += refused;
    total.suspected += suspected;
  }
  return total;
}

/** Too many for chance. */
function isEnough({ named, refused, suspected }: Losses): boolean {
  const refusals = named + refused;
  return refusals >= REFUSALS_TO_SET_ASIDE || refusals + suspected >= SUSPICIONS_TO_SET_ASIDE;
}

/** There was nothing else to try: by now it counts as a CALL at fault. */
function hasRestedLongest({ open, rests }: Doubts, key: string): boolean {
  return open.has(key) && restMs(rests - 1) === MAX_REST_MS;
}

/** Adds to a bounded set; the least recent one goes. */
function remember(keys: Set<string>, key: string): void {
  keys.delete(key);
  keys.add(key);
  forgetOldest(keys);
}

function forgetOldest(keys: Set<string> | Map<string, unknown>): void {
  const [oldest] = keys.keys();
  if (keys.size > MAX_SUSPECTS && oldest !== undefined) keys.delete(oldest);
}
