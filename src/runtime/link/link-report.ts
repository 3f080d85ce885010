import type { LinkHost } from "../../csms/link.ts";
import type { Metrics } from "../metrics.ts";
import type { ServiceManager } from "../../host/sd-notify.ts";

export interface LinkReportDeps {
  readonly metrics: Metrics;
  readonly serviceManager: Pick<ServiceManager, "status">;
  /** Messages that wait for the CSMS. */
  waiting(): number;
}

/** The host with what an operator wants to know of the link: figures for later, and the line of `systemctl status`. */
export function reportLink(host: LinkHost, { metrics, serviceManager, waiting }: LinkReportDeps): LinkHost {
  const messages = metrics.counter("ocpp_messages_total", "Texts on the OCPP socket");
  const connections = metrics.counter(
    "ocpp_connections_total",
    "Connections to the CSMS that were made and lost",
  );
  const deliveries = metrics.counter("ocpp_outbox_deliveries_total", "How queued messages ended");
  const queued = metrics.gauge("ocpp_outbox_messages", "Messages that wait for the CSMS");
  return {
    ...host,
    connected(info) {
      connections.increment({ event: "made" });
      serviceManager.status(`connected to ${info.url}, ${waiting()} messages waiting`);
      host.connected(info);
    },
    disconnected(info) {
      connections.increment({ event: "lost" });
      serviceManager.status(`not connected to the CSMS (${info.reason}), ${waiting()} messages waiting`);
      host.disconnected(info);
    },
    async delivered(message, outcome) {
      deliveries.increment({ outcome: outcome.kind });
      await host.delivered(message, outcome);
      queued.set(waiting());
    },
    message(direction, text) {
      messages.increment({ direction });
      host.message(direction, text);
    },
  };
}
