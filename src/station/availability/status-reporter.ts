import { type Clock, type Timer, toTimestamp } from "../../kernel/clock.ts";
import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { ConnectorStatusEnumType } from "../../ocpp/messages.ts";
import type { CallLane, Csms } from "../ports/csms.ts";

export const STATUS_RETRY_TIMER = "availability.status-retry";
/** A StatusNotification that nobody answered is repeated after this time, unless a reconnect repeats it before. */
const RETRY_MS = 60_000;

/** One connector as the CSMS should know it. */
export interface ReportedConnector {
  readonly evseId: EvseId;
  readonly connectorId: ConnectorId;
  status: ConnectorStatusEnumType;
  changedAtMs: number;
  /** Counts what the CSMS should be told; the last one it was told, see `told`. */
  version: number;
  told: number;
}

export interface StatusReporterDeps {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly connectors: readonly ReportedConnector[];
}

export interface StatusReporter {
  changed(connector: ReportedConnector, status: ConnectorStatusEnumType, atMs: number): void;
  /** After acceptance and after having been offline. */
  report(which: "all" | "changed"): void;
  /** One connector as it is now, on the lane for what the CSMS asked for. */
  reportOnRequest(connector: ReportedConnector): void;
}

/** StatusNotification for every change; what could not be delivered is remembered per connector, not per change. */
export function createStatusReporter({ csms, clock, connectors }: StatusReporterDeps): StatusReporter {
  let retry: Timer | undefined;

  async function notify(connector: ReportedConnector, atMs: number, lane: CallLane): Promise<void> {
    const { evseId, connectorId, status, version } = connector;
    const request = { timestamp: toTimestamp(atMs), connectorStatus: status, evseId, connectorId };
    const outcome = await csms.call("StatusNotification", request, lane);
    switch (outcome.kind) {
      case "result":
      case "error": // The CSMS has read it and will not like it better the second time.
        connector.told = Math.max(connector.told, version);
        return;
      case "timeout":
        if (csms.isOnline()) retryLater();
        return;
      case "offline":
        return;
    }
  }

  function retryLater(): void {
    retry?.cancel();
    retry = clock.setTimer(STATUS_RETRY_TIMER, RETRY_MS, () => report("changed"));
  }

  function report(which: "all" | "changed"): void {
    retry?.cancel();
    for (const connector of connectors) {
      // A full report counts as a change, so that it is repeated when nobody answers it.
      if (which === "all") {
        connector.version++;
        connector.changedAtMs = clock.wallMs();
      }
      // B04.FR.02: also a connector that has changed back is one for which a change occurred.
      if (connector.told < connector.version) void notify(connector, connector.changedAtMs, "ordinary");
    }
  }

  return {
    changed(connector, status, atMs) {
      connector.status = status;
      connector.changedAtMs = atMs;
      connector.version++;
      void notify(connector, atMs, "ordinary");
    },
    report,
    reportOnRequest: (connector) => void notify(connector, clock.wallMs(), "control"),
  };
}
