import { MAX_ENDED_RESERVATIONS } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Reservation } from "./reservation.ts";
import type { ReservationStore } from "./reservation-store.ts";

/** The open reservations, in memory and on disk, and those that have ended. */
export class ReservationLedger {
  readonly #store: ReservationStore;
  readonly #log: Logger;
  readonly #open: Map<number, Reservation>;
  /** Oldest first. Further updates about these are ignored. */
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

  /** Replaces the one with the same id. Resolves when it is on disk or could not be stored. */
  add(reservation: Reservation): Promise<void> {
    this.#ended.delete(reservation.id);
    this.#open.set(reservation.id, reservation);
    return this.#written(this.#store.save(reservation));
  }

  /**
   * Marks a reservation as ended, also an unknown one. Resolves when that is on disk or could not be stored.
   */
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
      this.#log.error("the reservations could not be stored", { error: String(error) })
    );
  }
}
