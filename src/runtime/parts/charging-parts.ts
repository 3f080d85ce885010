import type { Clock } from "../../kernel/clock.ts";
import type { IdSource } from "../../kernel/id-source.ts";
import type { Logger } from "../../kernel/logger.ts";
import {
  type AvailabilityBlock,
  createAvailabilityBlock,
} from "../../station/availability/availability-block.ts";
import {
  type ChangeAvailabilityBlock,
  createChangeAvailabilityBlock,
} from "../../station/availability/change-availability-block.ts";
import { OperativeControl } from "../../station/availability/operative-control.ts";
import type { Block } from "../../station/block.ts";
import { createLatestReadings } from "../../station/metering/latest-readings.ts";
import { createMeteringBlock, type MeteringBlock } from "../../station/metering/metering-block.ts";
import type { EventReporter } from "../../station/events/event-reporter.ts";
import type { Csms } from "../../station/ports/csms.ts";
import type { EvseLayout, EvsePort } from "../../station/ports/evse-port.ts";
import type { ReservationPort } from "../../station/ports/reservation-port.ts";
import type { TokenPort } from "../../station/ports/token-port.ts";
import { PendingRemoteStarts } from "../../station/remote-control/pending-remote-starts.ts";
import { createRemoteControlBlock } from "../../station/remote-control/remote-control-block.ts";
import { createUnlockBlock, type UnlockBlock } from "../../station/remote-control/unlock-connector.ts";
import type { ReservationBlock } from "../../station/reservation/reservation-block.ts";
import {
  createTransactionsBlock,
  type TransactionsBlock,
} from "../../station/transactions/transactions-block.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { createReservationParts } from "./reservation-parts.ts";
import type { Storage } from "../storage.ts";

export interface ChargingPartsDeps {
  readonly csms: Csms;
  readonly deviceModel: StationDeviceModel;
  readonly storage: Storage;
  readonly events: EventReporter;
  readonly layout: readonly EvseLayout[];
  readonly evsePort: EvsePort;
  readonly tokenPort: TokenPort;
  /** Absent: no module takes reservations. */
  readonly reservationPort?: ReservationPort;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Whether the CSMS has accepted the station. */
  isAccepted(): boolean;
  outboxGrew(): void;
  /** The log of one block. */
  log(block: string): Logger;
}

/** What happens at the EVSEs: their state, who charges there, what the meters say, and what the CSMS may do about it. */
export interface ChargingParts {
  readonly availability: AvailabilityBlock;
  readonly operativeControl: OperativeControl;
  readonly changeAvailability: ChangeAvailabilityBlock;
  readonly transactions: TransactionsBlock;
  readonly reservations: ReservationBlock;
  readonly metering: MeteringBlock;
  readonly unlock: UnlockBlock;
  readonly remoteStarts: PendingRemoteStarts;
  readonly blocks: readonly Block[];
}

export function createChargingParts(deps: ChargingPartsDeps): ChargingParts {
  const { csms, deviceModel, storage, layout, evsePort, tokenPort, clock, ids, log } = deps;
  const readings = createLatestReadings();
  const remoteStarts = new PendingRemoteStarts(clock, (id) => transactions.remoteStartAbandoned(id));
  const availability = createAvailabilityBlock({
    csms,
    deviceModel,
    clock,
    layout,
    log: log("availability"),
    errors: storage.errors,
    events: deps.events,
    transactionOn: (evse) => transactions.activeTransaction(evse),
  });
  const transactions = createTransactionsBlock({
    clock,
    ids,
    deviceModel,
    readings,
    csms,
    evsePort,
    remoteStarts,
    log: log("transactions"),
    store: storage.transactions,
    evses: layout,
    tokens: tokenPort,
    isAccepted: deps.isAccepted,
    outboxGrew: deps.outboxGrew,
  });
  const metering = createMeteringBlock({
    clock,
    csms,
    deviceModel,
    readings,
    transactions,
    log: log("metering"),
    evses: layout,
  });
  const reservations = createReservationParts({ ...deps, availability, transactions });
  const operativeControl = new OperativeControl({
    layout,
    transactions,
    reservations,
    store: storage.operativeStates,
    port: evsePort,
    connectors: availability,
    log: log("availability"),
  });
  // What waits for a cable or a reservation follows as soon as it is gone.
  availability.onStatus(() => operativeControl.apply());
  reservations.onFreed(() => operativeControl.apply());
  const changeAvailability = createChangeAvailabilityBlock({
    layout,
    control: operativeControl,
    repeatStatuses: () => availability.repeatStatuses(),
    log: log("availability"),
  });
  const remoteControl = createRemoteControlBlock({
    deviceModel,
    availability,
    transactions,
    log: log("remote-control"),
    evses: layout,
    tokens: tokenPort,
    pending: remoteStarts,
    isAccepted: deps.isAccepted,
    reservations: (...who) => reservations.isReservedForOther(...who),
  });
  const unlock = createUnlockBlock({
    clock,
    transactions,
    log: log("remote-control"),
    evses: layout,
    port: evsePort,
  });
  return {
    availability,
    operativeControl,
    changeAvailability,
    transactions,
    reservations,
    metering,
    unlock,
    remoteStarts,
    blocks: [availability, transactions, reservations, metering, changeAvailability, remoteControl, unlock],
  };
}
