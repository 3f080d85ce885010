import { MAX_ENDED_RESERVATIONS } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Reservation } from "./reservation.ts";
import type { ReservationStore } from "./reservation-store.ts";

/** The promises that are open, in memory and on disk, and which ones are known to be over. */
export class ReservationLedger {
  readonly #store: ReservationStore;
  readonly #log: Logger;
  readonly #open: Map<number, Reservation>;
  /** Oldest first. Whatever is still told about these is old news. */
  readonly #ended = new Set<number>();

  constructor(store: ReservationStore, log: Logger) {
    this.#store = store;
    this.#log = log;
    this.#open = new Map(store.load().map((reservation) => [reservation.id, reservation]));
  }

  open(): readonly Reservation[] {
    return [...this.#open.values()];
  }

  find(id: number): Reservation | undefined {
    return this.#open.get(id);
  }

  hasEnded(id: number): boolean {
    return this.#ended.has(id);
  }

  /** Replaces the one with the same id. Resolves when it is on disk, or cannot be. */
  add(reservation: Reservation): Promise<void> {
    this.#ended.delete(reservation.id);
    this.#open.set(reservation.id, reservation);
    return this.#written(this.#store.save(reservation));
  }

  /** The reservation is over, also one that nobody knew of. Resolves when that is on disk, or cannot be. */
  end(id: number): Promise<void> {
    this.#ended.delete(id);
    this.#ended.add(id);
    for (const oldest of this.#ended) {
      if (this.#ended.size <= MAX_ENDED_RESERVATIONS) break;
      this.#ended.delete(oldest);
    }
    return this.#open.delete(id) ? this.#written(this.#store.remove(id)) : Promise.resolve();
  }

  #written(done: Promise<void>): Promise<void> {
    return done.catch((error: unknown) =>
      this.#log.error("the reservations are not on disk", { error: String(error) })
    );
  }
}
