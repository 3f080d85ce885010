import { createMetrics } from "../metrics.ts";
import type { Station } from "../composition.ts";
import type { StationSetup } from "../station-setup.ts";

/** The answer to `metrics`: the counters of the process, and gauges of the moment. */
export interface MetricsAnswer {
  /** In the Prometheus text format, version 0.0.4. */
  readonly text: string;
}

export function inspectMetrics(
  station: Station,
  { platform, storage }: StationSetup,
  startedMs: number,
): MetricsAnswer {
  const now = createMetrics();
  const gauge = (name: string, help: string, value: number) => now.gauge(name, help).set(value);
  const nowMs = platform.clock.wallMs();
  const oldestMs = storage.outbox.oldestMs() ?? nowMs;
  gauge("ocpp_start_time_seconds", "When the station was started, since 1970", startedMs / 1000);
  gauge("ocpp_connected", "1 while the WebSocket to the CSMS is open", station.link.isOnline() ? 1 : 0);
  gauge(
    "ocpp_accepted",
    "1 while the CSMS has accepted the station",
    station.provisioning.registration() === "Accepted" ? 1 : 0,
  );
  gauge(
    "ocpp_link_state_age_seconds",
    "How long the link to the CSMS has been in its present state",
    Math.max(0, nowMs - station.link.state().sinceMs) / 1000,
  );
  gauge(
    "ocpp_disconnected_seconds",
    "How long there is no connection to the CSMS, 0 while there is one",
    station.link.disconnectedForMs() / 1000,
  );
  gauge("ocpp_queue_messages", "Messages that wait for the CSMS", storage.outbox.count());
  gauge(
    "ocpp_queue_oldest_age_seconds",
    "Age of the oldest message that waits for the CSMS",
    Math.max(0, nowMs - oldestMs) / 1000,
  );
  gauge("ocpp_storage_healthy", "1 while writes reach the disk", storage.health() === "healthy" ? 1 : 0);
  gauge(
    "ocpp_storage_unstored_changes",
    "Changes that the disk has refused and that only memory has",
    storage.outbox.inMemory(),
  );
  gauge("ocpp_transactions", "Open transactions", station.transactions.active().length);
  gauge("ocpp_evses", "EVSEs of the station", station.layout.length);
  return { text: `${station.metrics.expose()}${now.expose()}` };
}
