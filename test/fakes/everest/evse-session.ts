import type { ProvidedIdToken } from "../../../src/everest/interfaces/types/authorization.ts";

/** A session as EvseManager keeps it between the cable (or the token) and its end. */
export interface EvseSession {
  readonly uuid: string;
  /** The token that may start, or has started, the transaction. */
  readonly token?: ProvidedIdToken;
  readonly transaction: "none" | "active" | "over";
  readonly energy: "none" | "charging" | "pausedByEv" | "pausedByEvse";
}

/** What the Auth module has to know of an EVSE to hand out tokens. */
export type Candidacy =
  /** No session: a token may come before the cable. */
  | "idle"
  /** A cable waits for a token. */
  | "waitsForToken"
  /** A token waits for a cable. */
  | "waitsForCable"
  | "inTransaction"
  /** Disabled, faulted, or the transaction is over and the cable still in. */
  | "unusable";
