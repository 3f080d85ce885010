import type { Clock, Timer } from "../../kernel/clock.ts";
import type { EvseId } from "../../kernel/ids.ts";
import { MAX_PENDING_REMOTE_STARTS } from "../../kernel/limits.ts";
import type { IdTokenType } from "../../ocpp/messages.ts";
import { isSameToken } from "../same-token.ts";

/** A remote start that was accepted and has not become a session yet. */
export interface RemoteStart {
  readonly remoteStartId: number;
  readonly idToken: IdTokenType;
  /** Absent: the EVSE is chosen by whoever plugs in. */
  readonly evseId?: EvseId;
}

export const pendingTimer = (remoteStartId: number): string => `remote-control.pending-${remoteStartId}`;

/**
 * Remembers accepted remote starts until a session presents their token, or the connection timeout is over. An EVSE does
 * not always repeat the remoteStartId with the token.
 */
export class PendingRemoteStarts {
  readonly #clock: Clock;
  readonly #abandoned: (remoteStartId: number) => void;
  readonly #pending = new Map<number, { readonly start: RemoteStart; readonly expiry: Timer }>();

  /** `abandoned` is called for every remote start of which nothing will come. */
  constructor(clock: Clock, abandoned: (remoteStartId: number) => void) {
    this.#clock = clock;
    this.#abandoned = abandoned;
  }

  /** False when too many wait already. A repeated remoteStartId replaces the former one. */
  add(start: RemoteStart, timeoutSeconds: number): boolean {
    const { remoteStartId } = start;
    this.#forget(remoteStartId);
    if (this.#pending.size >= MAX_PENDING_REMOTE_STARTS) return false;
    const expiry = this.#clock.setTimer(
      pendingTimer(remoteStartId),
      timeoutSeconds * 1000,
      () => this.drop(remoteStartId),
    );
    this.#pending.set(remoteStartId, { start, expiry });
    return true;
  }

  /** The remoteStartId that a token on an EVSE belongs to: one for this EVSE before one for any. */
  claim(evse: EvseId, idToken: IdTokenType): number | undefined {
    const starts = [...this.#pending.values()].map(({ start }) => start)
      .filter((start) => isSameToken(start.idToken, idToken));
    const claimed = starts.find((start) => start.evseId === evse) ??
      starts.find((start) => start.evseId === undefined);
    if (claimed !== undefined) this.#forget(claimed.remoteStartId);
    return claimed?.remoteStartId;
  }

  /** Nothing will come of it: its token must not turn a later visit with the same card into a remote start. */
  drop(remoteStartId: number): void {
    this.#forget(remoteStartId);
    this.#abandoned(remoteStartId);
  }

  #forget(remoteStartId: number): void {
    this.#pending.get(remoteStartId)?.expiry.cancel();
    this.#pending.delete(remoteStartId);
  }
}
