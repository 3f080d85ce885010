import { createResetBlock } from "../../station/reset/reset-block.ts";
import type { BlockContext } from "../block-context.ts";
import type { ChargingBlocks } from "./charging.ts";

/** B11 and B12: resets of the station. */
export function wireReset(context: BlockContext, charging: ChargingBlocks): void {
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
    redial: { hold: () => control.holdRedial(), release: () => control.releaseRedial() },
    isDelivering: () => csms.isOnline() && storage.outbox.count() > 0,
    stopDelayMs: config.resetStopDelayMs,
  });
  transactions.onEvent(({ request }) => {
    if (request.eventType === "Ended") reset.transactionEnded();
  });
  reservations.onFreed(() => reset.transactionEnded());
  context.join({
    handlers: reset.handlers,
    started: (scope) => reset.started(scope),
    processEnds: () => reset.stop(),
  });
}
