import { createFirmwareBlock, type FirmwareBlock } from "../../station/firmware/firmware-block.ts";
import { variableKey } from "../../variables/device-model.ts";
import type { BlockContext } from "../block-context.ts";
import type { ChargingBlocks } from "./charging.ts";

const ALLOW_NEW_SESSIONS = variableKey("ChargingStation", "AllowNewSessionsPendingFirmwareUpdate");
const DEFER_DOWNLOAD = variableKey("InternalCtrlr", "DeferFirmwareDownloadDuringTransaction");

/** L01 and L02: firmware updates. */
export function wireFirmware(context: BlockContext, charging: ChargingBlocks): FirmwareBlock {
  const { csms, deviceModel, storage, ports, clock, log } = context;
  const { operativeControl, transactions } = charging;
  const firmware = createFirmwareBlock({
    csms,
    transactions,
    clock,
    firmware: ports.firmware,
    store: storage.firmwareJob,
    control: operativeControl,
    log: log("firmware"),
    allowsNewSessions: () => deviceModel.boolean(ALLOW_NEW_SESSIONS) ?? false,
    defersDownload: () => deviceModel.boolean(DEFER_DOWNLOAD) ?? false,
    async notify(notification) {
      await storage.outbox.append("FirmwareStatusNotification", notification, clock.wallMs());
      context.outboxGrew();
    },
    raiseSecurityEvent: context.raiseSecurityEvent,
    reconnect: (reason) => context.control.reconnect(reason),
  });
  transactions.onEvent(({ request }) => {
    if (request.eventType === "Ended") firmware.transactionEnded();
  });
  context.join({
    handlers: firmware.handlers,
    triggers: firmware.triggers,
    started: (scope) => firmware.started(scope),
    onFirmwareProgress: (progress) => firmware.onProgress(progress),
    processEnds: () => firmware.stop(),
  });
  return firmware;
}
