import type { CsmsLinkListener } from "../../bridge/provided-csms-link.ts";
import type { LinkHost, SentCall } from "../../csms/link.ts";
import type { OutboxMessage } from "../../csms/outbox-store.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import type { MessageLog } from "../../message-log/message-log.ts";
import type { RecentFrames } from "../../message-log/recent-frames.ts";
import type { ResponseOf } from "../../ocpp/messages.ts";
import { callsNotSent, undeliverableMessage } from "../../station/availability/own-faults.ts";
import type { Block } from "../../station/block.ts";
import type { EquipmentListener } from "../../station/equipment-listener.ts";
import type { Routes } from "../../station/handler-routes.ts";
import type { CallOutcome } from "../../station/ports/csms.ts";
import type { ProvisioningBlock } from "../../station/provisioning/provisioning-block.ts";
import { refusesCalls } from "../../station/provisioning/registration-rules.ts";
import type { SecurityBlock } from "../../station/security/security-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { LinkReport } from "./link-report.ts";

/** The part of the station that answers the link. */
export interface StationBehindLink {
  readonly routes: Routes;
  readonly blocks: readonly Block[];
  readonly provisioning: Pick<ProvisioningBlock, "registration" | "messageSent">;
  readonly equipment: Pick<EquipmentListener, "onErrorEvent">;
  readonly security: Pick<SecurityBlock, "raise">;
  readonly transactions: Pick<TransactionsBlock, "delivered">;
}

export interface LinkHostDeps {
  /** Asked only when the link connects. */
  station(): StationBehindLink;
  readonly messageLog: Pick<MessageLog, "message" | "system">;
  readonly recentFrames: Pick<RecentFrames, "record">;
  readonly report: LinkReport;
  /** Publishes the link on the bus. */
  readonly publisher: CsmsLinkListener;
  readonly clock: Pick<Clock, "wallMs">;
  readonly log: Logger;
}

/** Everything that hears of the OCPP link: operator, message log and bus first, then the blocks of the station. */
export function createLinkHost(deps: LinkHostDeps): LinkHost {
  const { station, messageLog, recentFrames, report, publisher, clock, log } = deps;

  function undeliverable(message: OutboxMessage, state: "raised" | "cleared"): void {
    station().equipment.onErrorEvent(undeliverableMessage(message, state, clock.wallMs()));
  }

  async function delivered(message: OutboxMessage, outcome: SentCall): Promise<void> {
    if (message.action === "TransactionEvent") {
      const answer = outcome as CallOutcome<ResponseOf<"TransactionEvent">>;
      return await station().transactions.delivered(message, answer);
    }
    if (outcome.kind === "result") return;
    log.error("the CSMS did not accept a queued message", { action: message.action, outcome: outcome.kind });
  }

  return {
    handle: (action, request) => station().routes.handle(action, request),
    implements: (action) => station().routes.implements(action),
    refusesCalls: () => refusesCalls(station().provisioning.registration()),
    async delivered(message, outcome) {
      report.delivered(outcome.kind);
      if (message.setbacks > 0) undeliverable(message, "cleared");
      await delivered(message, outcome);
    },
    setAside: (message) => undeliverable(message, "raised"),
    callsSetAside(action, state) {
      const fault = callsNotSent(action, state === "setAside" ? "raised" : "cleared", clock.wallMs());
      station().equipment.onErrorEvent(fault);
    },
    connected(connection) {
      report.connected();
      messageLog.system(`connected to ${connection.url}`);
      publisher.connected(connection);
      for (const block of station().blocks) block.connected?.(connection);
    },
    disconnected({ reason }) {
      report.disconnected(reason);
      messageLog.system(`disconnected: ${reason}`);
      publisher.disconnected();
      for (const block of station().blocks) block.disconnected?.();
    },
    securityEvent: (type, techInfo) => station().security.raise(type, techInfo),
    message(direction, text) {
      report.message(direction);
      messageLog.message(direction, text);
      recentFrames.record(direction, text, clock.wallMs());
      if (direction === "ChargingStationToCSMS") station().provisioning.messageSent();
      publisher.message(direction, text);
    },
  };
}
