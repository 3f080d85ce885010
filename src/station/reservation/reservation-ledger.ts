import { MAX_ENDED_RESERVATIONS } from "../../kernel/limits.ts";
import type { Logger } from "../../kernel/logger.ts";
import { storedFor } from "../stored-request.ts";
import type { LateWrites } from "../late-writes.ts";
import type { Reservation } from "./reservation.ts";
import type { ReservationStore } from "./reservation-store.ts";

/** The open reservations, in memory and on disk, and those that have ended. */
export class ReservationLedger {
  readonly #store: ReservationStore;
  readonly #late: LateWrites;
  readonly #log: Logger;
  readonly #open: Map<number, Reservation>;
  /** Oldest first. Further updates about these are ignored. */
  readonly #ended = new Set<number>();

  constructor(store: ReservationStore, late: LateWrites, log: Logger) {
    this.#store = store;
    this.#late = late;
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

  /** Replaces the one with the same id. What the disk refuses changes nothing. */
  async add(reservation: Reservation): Promise<"stored" | "refused"> {
    const { id } = reservation;
    const before = this.#open.get(id);
    this.#ended.delete(id);
    this.#open.set(id, reservation);
    const stored = await storedFor("ReserveNow", this.#store.save(reservation), this.#log);
    // What has ended or replaced it meanwhile is written after it.
    if (this.#open.get(id) !== reservation) return stored;
    if (stored === "stored") this.#late.settled(aboutReservation(id));
    else this.#takeBack(id, before);
    return stored;
  }

  /**
   * Marks a reservation as ended, also an unknown one. Resolves when that is on disk or put off.
   */
  end(id: number): Promise<void> {
    this.#markEnded(id);
    if (!this.#open.delete(id)) return Promise.resolve();
    return this.#late.write(aboutReservation(id), () => this.#store.remove(id));
  }

  #takeBack(id: number, before: Reservation | undefined): void {
    if (before !== undefined) return void this.#open.set(id, before);
    this.#open.delete(id);
    this.#markEnded(id);
  }

  #markEnded(id: number): void {
    this.#ended.delete(id);
    this.#ended.add(id);
    for (const oldest of this.#ended) {
      if (this.#ended.size <= MAX_ENDED_RESERVATIONS) break;
      this.#ended.delete(oldest);
    }
  }
}

function aboutReservation(id: number): string {
  return `reservation ${id}`;
}
