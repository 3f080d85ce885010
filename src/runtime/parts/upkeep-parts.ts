import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { OperativeControl } from "../../station/availability/operative-control.ts";
import type { Block } from "../../station/block.ts";
import { createFirmwareBlock, type FirmwareBlock } from "../../station/firmware/firmware-block.ts";
import { createLogUploadBlock, type LogUploadBlock } from "../../station/logs/log-upload-block.ts";
import type { Csms } from "../../station/ports/csms.ts";
import type { EvseLayout } from "../../station/ports/evse-port.ts";
import type { FirmwarePort } from "../../station/ports/firmware-port.ts";
import type { LogPort } from "../../station/ports/log-port.ts";
import type { ResetPort } from "../../station/ports/reset-port.ts";
import type { ReservationBlock } from "../../station/reservation/reservation-block.ts";
import { createResetBlock, type ResetBlock } from "../../station/reset/reset-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import { type DeviceModel, variableKey } from "../../variables/device-model.ts";
import type { Storage } from "../storage.ts";

const ALLOW_NEW_SESSIONS = variableKey("ChargingStation", "AllowNewSessionsPendingFirmwareUpdate");

const DEFER_DOWNLOAD = variableKey("InternalCtrlr", "DeferFirmwareDownloadDuringTransaction");

export interface UpkeepPartsDeps {
  readonly csms: Csms;
  readonly deviceModel: DeviceModel;
  readonly storage: Storage;
  readonly layout: readonly EvseLayout[];
  readonly operativeControl: OperativeControl;
  readonly transactions: TransactionsBlock;
  readonly reservations: ReservationBlock;
  readonly resets: ResetPort;
  readonly firmware: FirmwarePort;
  readonly logs: LogPort;
  readonly resetStopDelayMs: number;
  /** Whether a lost connection to the CSMS is made again. */
  readonly redial: { hold(): void; release(): void };
  /** Closes the connection to the CSMS and makes it anew. */
  reconnect(reason: string): void;
  readonly clock: Clock;
  outboxGrew(): void;
  raiseSecurityEvent(type: string, techInfo: string): void;
  /** The log of one block. */
  log(block: string): Logger;
}

/** What keeps the station itself going: resets, firmware updates, uploads of its logs. */
export interface UpkeepParts {
  readonly reset: ResetBlock;
  readonly firmware: FirmwareBlock;
  readonly logUpload: LogUploadBlock;
  readonly blocks: readonly Block[];
}

export function createUpkeepParts(deps: UpkeepPartsDeps): UpkeepParts {
  const { csms, deviceModel, storage, layout, operativeControl, transactions, reservations, clock, log } =
    deps;
  const reset = createResetBlock({
    clock,
    deviceModel,
    transactions,
    reservations,
    log: log("reset"),
    evses: layout,
    port: deps.resets,
    store: storage.scheduledReset,
    operation: {
      holdBack: () => operativeControl.holdBack("reset", "inUse"),
      release: () => operativeControl.release("reset"),
    },
    redial: deps.redial,
    isDelivering: () => csms.isOnline() && storage.outbox.count() > 0,
    stopDelayMs: deps.resetStopDelayMs,
  });
  const firmware = createFirmwareBlock({
    csms,
    transactions,
    clock,
    firmware: deps.firmware,
    store: storage.firmwareJob,
    control: operativeControl,
    log: log("firmware"),
    allowsNewSessions: () => deviceModel.boolean(ALLOW_NEW_SESSIONS) ?? false,
    defersDownload: () => deviceModel.boolean(DEFER_DOWNLOAD) ?? false,
    async notify(notification) {
      await storage.outbox.append("FirmwareStatusNotification", notification, clock.wallMs());
      deps.outboxGrew();
    },
    raiseSecurityEvent: deps.raiseSecurityEvent,
    reconnect: (reason) => deps.reconnect(reason),
  });
  const logUpload = createLogUploadBlock({
    csms,
    logs: deps.logs,
    log: log("logs"),
    async notify(notification) {
      // When the queue is full, billing data goes before it.
      await storage.outbox.appendOrdinary("LogStatusNotification", notification, clock.wallMs());
      deps.outboxGrew();
    },
  });
  // What waits for a transaction follows as soon as it is gone.
  transactions.onEvent(({ request }) => {
    if (request.eventType !== "Ended") return;
    operativeControl.apply();
    reset.transactionEnded();
    firmware.transactionEnded();
  });
  reservations.onFreed(() => reset.transactionEnded());
  return { reset, firmware, logUpload, blocks: [reset, firmware, logUpload] };
}
