import type { FirmwareBlock } from "../../station/firmware/firmware-block.ts";
import type { LogUploadBlock } from "../../station/logs/log-upload-block.ts";
import { createResetBlock } from "../../station/reset/reset-block.ts";
import type { BlockContext } from "../block-context.ts";
import type { ChargingBlocks } from "./charging.ts";

/** Work that a reset on idle waits for. */
export interface OtherWork {
  readonly firmware: Pick<FirmwareBlock, "isAtWork">;
  readonly logUpload: Pick<LogUploadBlock, "isUploading">;
}

/** B11 and B12: resets of the station. To be joined after the blocks whose work it asks for. */
export function wireReset(
  context: BlockContext,
  charging: ChargingBlocks,
  { firmware, logUpload }: OtherWork,
): void {
  const { csms, control, deviceModel, storage, layout, ports, config, clock, log } = context;
  const { operativeControl, transactions, reservations } = charging;
  const reset = createResetBlock({
    clock,
    deviceModel,
    transactions,
    reservations,
    log: log("reset"),
    evses: layout,
    port: ports.system,
    store: storage.scheduledReset,
    availability: {
      closeEvses: () => operativeControl.closeEvses("reset", "inUse"),
      reopenEvses: () => operativeControl.reopenEvses("reset"),
    },
    isBusy: () => firmware.isAtWork() || logUpload.isUploading(),
    redial: { hold: () => control.holdRedial(), release: () => control.releaseRedial() },
    isDelivering: () => csms.isOnline() && storage.outbox.count() > 0,
    stopDelayMs: config.resetStopDelayMs,
  });
  transactions.onEvent(({ request }) => {
    if (request.eventType === "Ended") reset.freed();
  });
  reservations.onFreed(() => reset.freed());
  context.join({
    handlers: reset.handlers,
    onFirmwareProgress: () => reset.freed(),
    onUploadProgress: () => reset.freed(),
    started: (scope) => reset.started(scope),
    processEnds: () => reset.stop(),
  });
}
