import type { CsmsLinkListener } from "../../bridge/provided-csms-link.ts";
import type { LinkHost, SentCall } from "../../csms/link.ts";
import type { OutboxMessage } from "../../csms/outbox-store.ts";
import type { ResponseOf } from "../../ocpp/messages.ts";
import type { AvailabilityBlock } from "../../station/availability/availability-block.ts";
import type { OperativeControl } from "../../station/availability/operative-control.ts";
import type { CallOutcome } from "../../station/ports/csms.ts";
import type { ProvisioningBlock } from "../../station/provisioning/provisioning-block.ts";
import { refusesCalls } from "../../station/provisioning/registration-rules.ts";
import type { SecurityBlock } from "../../station/security/security-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { Routes } from "../handler-routes.ts";
import type { CertificateParts } from "../parts/certificate-parts.ts";
import type { ConnectionBlock } from "../../station/connection/connection-block.ts";
import type { CostParts } from "../parts/cost-parts.ts";
import type { MessageLog } from "../../message-log/message-log.ts";

export interface LinkHostParts {
  readonly routes: Routes;
  readonly provisioning: ProvisioningBlock;
  readonly availability: AvailabilityBlock;
  readonly operativeControl: Pick<OperativeControl, "apply">;
  readonly transactions: TransactionsBlock;
  readonly security: SecurityBlock;
  readonly certificates: CertificateParts;
  readonly connection: ConnectionBlock;
  readonly cost: CostParts;
  readonly messageLog: MessageLog;
  readonly log: Logger;
  /** Tells other modules of the station. */
  readonly linkListener: CsmsLinkListener;
}

/** What the OCPP link asks of the station and tells it. */
export function createLinkHost(parts: LinkHostParts): LinkHost {
  const { provisioning, security, transactions, messageLog, log } = parts;
  return {
    handle: (action, request) => parts.routes.handle(action, request),
    implements: (action) => parts.routes.implements(action),
    refusesCalls: () => refusesCalls(provisioning.registration()),
    delivered: (message, outcome) => delivered(message, outcome, parts),
    connected(info) {
      messageLog.system(`connected to ${info.url}`);
      security.connected();
      parts.linkListener.connected(info);
      // Also what was decided while the line broke before the answer, which nothing follows then.
      parts.operativeControl.apply();
      provisioning.connected(info);
      parts.certificates.connected(info);
      parts.connection.connected(info);
      parts.cost.tariff.connected();
      if (provisioning.registration() === "Accepted") parts.certificates.accepted();
    },
    disconnected({ reason }) {
      messageLog.system(`disconnected: ${reason}`);
      provisioning.disconnected();
      parts.certificates.disconnected();
      parts.connection.disconnected();
      parts.cost.tariff.disconnected();
      parts.linkListener.disconnected();
      transactions.connectionLost()
        .catch((error) => log.error("queued events could not be marked offline", { error: String(error) }));
    },
    securityEvent: (type, techInfo) => security.raise(type, techInfo),
    message(direction, text) {
      messageLog.message(direction, text);
      if (direction === "ChargingStationToCSMS") provisioning.messageSent();
      parts.linkListener.message(direction, text);
    },
  };
}

function delivered(message: OutboxMessage, outcome: SentCall, parts: LinkHostParts): Promise<void> {
  if (message.action === "TransactionEvent") {
    return parts.transactions.delivered(message, outcome as CallOutcome<ResponseOf<"TransactionEvent">>);
  }
  if (outcome.kind !== "result") {
    parts.log.error("the CSMS did not take a queued message", {
      action: message.action,
      outcome: outcome.kind,
    });
  }
  return Promise.resolve();
}
