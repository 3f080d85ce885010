import type { MessageDirection } from "../../message-log/message-log-entry.ts";
import type { Metrics } from "../metrics.ts";
import type { ServiceStatus } from "./service-status.ts";

export interface LinkReportDeps {
  readonly metrics: Metrics;
  readonly serviceStatus: ServiceStatus;
}

/** What an operator wants to know of the link: figures for later, and the line of `systemctl status`. */
export interface LinkReport {
  connected(): void;
  disconnected(reason: string): void;
  message(direction: MessageDirection): void;
  /** A queued message was answered or given up. */
  delivered(outcome: string): void;
}

export function createLinkReport({ metrics, serviceStatus }: LinkReportDeps): LinkReport {
  const messages = metrics.counter("ocpp_messages_total", "Texts on the OCPP socket");
  const connections = metrics.counter(
    "ocpp_connections_total",
    "Connections to the CSMS that were made and lost",
  );
  const deliveries = metrics.counter("ocpp_outbox_deliveries_total", "How queued messages ended");
  return {
    connected() {
      connections.increment({ event: "made" });
      serviceStatus.renew();
    },
    disconnected(reason) {
      connections.increment({ event: "lost" });
      serviceStatus.disconnected(reason);
    },
    message: (direction) => messages.increment({ direction }),
    delivered: (outcome) => deliveries.increment({ outcome }),
  };
}
