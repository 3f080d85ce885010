import type { EvseId } from "../../kernel/ids.ts";
import { redeemsReservation } from "../availability/connector-state.ts";
import type { EvseEvent } from "../evse-event.ts";
import type { LateWrites } from "../late-writes.ts";
import type { ReservationStore } from "./reservation-store.ts";

/** Which EVSEs report to be reserved, persistent over restarts of this process. */
export class ReservedEvses {
  readonly #store: Pick<ReservationStore, "saveReservedEvse">;
  readonly #late: LateWrites;
  readonly #reserved: Set<EvseId>;

  constructor(store: Pick<ReservationStore, "reservedEvses" | "saveReservedEvse">, late: LateWrites) {
    this.#store = store;
    this.#late = late;
    this.#reserved = new Set(store.reservedEvses());
  }

  all(): readonly EvseId[] {
    return [...this.#reserved];
  }

  /** The EVSEs have restarted and are free. */
  forget(): void {
    for (const evse of this.all()) this.#set(evse, "free");
  }

  redeemed(evse: EvseId): void {
    this.#set(evse, "free");
  }

  note(event: EvseEvent): void {
    if (event.kind === "ReservationStart") return this.#set(event.evseId, "reserved");
    if (event.kind === "ReservationEnd" || redeemsReservation(event)) this.#set(event.evseId, "free");
  }

  #set(evse: EvseId, state: "reserved" | "free"): void {
    if (this.#reserved.has(evse) === (state === "reserved")) return;
    if (state === "reserved") this.#reserved.add(evse);
    else this.#reserved.delete(evse);
    void this.#late.write(`reserved EVSE ${evse}`, () => this.#store.saveReservedEvse(evse, state));
  }
}
