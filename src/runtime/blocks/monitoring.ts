import { createMonitoringBlock, type MonitoringBlock } from "../../station/monitoring/monitoring-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

/** N02 to N08: variables report by themselves. */
export function wireMonitoring(
  context: BlockContext,
  transactions: TransactionsBlock,
): MonitoringBlock {
  const { csms, deviceModel, storage, events, clock, log } = context;
  const monitoring = createMonitoringBlock({
    csms,
    deviceModel,
    clock,
    events,
    log: log("monitoring"),
    store: storage.monitors,
    transactions,
    isAccepted: () => context.registration.isAccepted,
  });
  context.join({
    handlers: monitoring.handlers,
    started: () => monitoring.start(),
    csmsReachable: () => monitoring.online(),
    clockSet: () => monitoring.clockSet(),
    processEnds: () => monitoring.stop(),
  });
  return monitoring;
}
