import type { EvseId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import { redeemsReservation } from "../availability/connector-state.ts";
import type { EvseEvent } from "../evse-event.ts";
import type { ReservationStore } from "./reservation-store.ts";

/** Which EVSEs report to be reserved, persistent over restarts of this process. */
export class ReservedEvses {
  readonly #store: Pick<ReservationStore, "saveReservedEvse">;
  readonly #log: Logger;
  readonly #reserved: Set<EvseId>;

  constructor(store: Pick<ReservationStore, "reservedEvses" | "saveReservedEvse">, log: Logger) {
    this.#store = store;
    this.#log = log;
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
    this.#store.saveReservedEvse(evse, state).catch((error: unknown) =>
      this.#log.error("whether an EVSE is reserved could not be stored", {
        evse,
        state,
        error: String(error),
      })
    );
  }
}
