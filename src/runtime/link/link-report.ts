import type { MessageDirection } from "../../message-log/message-log-entry.ts";
import type { CsmsConnection } from "../../station/ports/csms-connection.ts";
import type { ServiceManager } from "../../host/sd-notify.ts";
import type { Metrics } from "../metrics.ts";

export interface LinkReportDeps {
  readonly metrics: Metrics;
  readonly serviceManager: Pick<ServiceManager, "status">;
  /** Messages that wait for the CSMS. */
  waiting(): number;
}

/** What an operator wants to know of the link: figures for later, and the line of `systemctl status`. */
export interface LinkReport {
  connected(connection: Pick<CsmsConnection, "url">): void;
  disconnected(reason: string): void;
  message(direction: MessageDirection): void;
  /** A queued message was answered or given up. */
  delivered(outcome: string): void;
}

export function createLinkReport({ metrics, serviceManager, waiting }: LinkReportDeps): LinkReport {
  const messages = metrics.counter("ocpp_messages_total", "Texts on the OCPP socket");
  const connections = metrics.counter(
    "ocpp_connections_total",
    "Connections to the CSMS that were made and lost",
  );
  const deliveries = metrics.counter("ocpp_outbox_deliveries_total", "How queued messages ended");
  return {
    connected({ url }) {
      connections.increment({ event: "made" });
      serviceManager.status(`connected to ${url}, ${waiting()} messages waiting`);
    },
    disconnected(reason) {
      connections.increment({ event: "lost" });
      serviceManager.status(`not connected to the CSMS (${reason}), ${waiting()} messages waiting`);
    },
    message: (direction) => messages.increment({ direction }),
    delivered: (outcome) => deliveries.increment({ outcome }),
  };
}
