import { type Clock, type Timer, toTimestamp } from "../../kernel/clock.ts";
import type { ConnectorId, EvseId } from "../../kernel/ids.ts";
import type { ConnectorStatusEnumType } from "../../ocpp/messages.ts";
import type { CallLane, Csms } from "../ports/csms.ts";

export const STATUS_RETRY_TIMER = "availability.status-retry";
/**
 * A StatusNotification without an answer is repeated after this time, unless a reconnect repeats it before.
 */
const RETRY_MS = 60_000;

/** One connector, and how much of it was delivered to the CSMS. */
export interface ReportedConnector {
  readonly evseId: EvseId;
  readonly connectorId: ConnectorId;
  status: ConnectorStatusEnumType;
  changedAtMs: number;
  /** Counts the changes to report; `reportedVersion` is the last one that was delivered. */
  version: number;
  reportedVersion: number;
}

export interface StatusReporterDeps {
  readonly csms: Csms;
  readonly clock: Clock;
  readonly connectors: readonly ReportedConnector[];
}

export interface StatusReporter {
  changed(connector: ReportedConnector, status: ConnectorStatusEnumType, atMs: number): void;
  /** To be called after acceptance and after having been offline. */
  report(which: "all" | "changed"): void;
  /** Sends the status of one connector, on the lane for what the CSMS asked for. */
  reportOnRequest(connector: ReportedConnector): void;
}

/**
 * Sends StatusNotification for every change. Of a connector whose changes could not be delivered only the
 * last status is sent later.
 */
export function createStatusReporter({ csms, clock, connectors }: StatusReporterDeps): StatusReporter {
  let retry: Timer | undefined;

  async function notify(connector: ReportedConnector, lane: CallLane): Promise<void> {
    const { evseId, connectorId } = connector;
    let { version } = connector;
    const outcome = await csms.call("StatusNotification", () => {
      version = connector.version;
      // What the CSMS asked for is the status of now, all else that of its last change.
      const atMs = lane === "control" ? clock.wallMs() : connector.changedAtMs;
      return { timestamp: toTimestamp(atMs), connectorStatus: connector.status, evseId, connectorId };
    }, lane);
    switch (outcome.kind) {
      case "result":
      case "error": // The CSMS has read it; repeating it would not help.
        connector.reportedVersion = Math.max(connector.reportedVersion, version);
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
      // A full report counts as a change, so that it is repeated when there is no answer.
      if (which === "all") {
        connector.version++;
        connector.changedAtMs = clock.wallMs();
      }
      // B04.FR.02: a connector that has changed and changed back is reported, too.
      if (connector.reportedVersion < connector.version) {
        void notify(connector, "ordinary");
      }
    }
  }

  return {
    changed(connector, status, atMs) {
      connector.status = status;
      connector.changedAtMs = atMs;
      connector.version++;
      void notify(connector, "ordinary");
    },
    report,
    reportOnRequest: (connector) => void notify(connector, "control"),
  };
}
