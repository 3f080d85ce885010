import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { EvseEvent } from "../evse-event.ts";
import { afterEvent, isAboutEvse, isOldNews, type SessionHistory } from "./session-history.ts";

const NO_HISTORY: SessionHistory = { current: undefined, past: [] };

/**
 * Keeps events of sessions that are over from all blocks. It knows of every event at once, while the state of the
 * transactions follows when it is on disk.
 */
export class SessionGate {
  readonly #log: Logger;
  readonly #histories = new Map<EvseId, SessionHistory>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** What the process before knew of the EVSE. */
  restore(evseId: EvseId, history: SessionHistory): void {
    this.#histories.set(evseId, history);
  }

  /** To be called for each event, in their order; false when nobody may take it. */
  admit(event: EvseEvent): boolean {
    const { evseId, sessionId, kind } = event;
    const history = this.#histories.get(evseId) ?? NO_HISTORY;
    if (!isOldNews(history, event)) {
      this.#histories.set(evseId, afterEvent(history, event));
      return true;
    }
    if (isAboutEvse(event)) return true;
    this.#log.warning("an event of a session that is over is ignored", { evseId, sessionId, kind });
    return false;
  }
}
