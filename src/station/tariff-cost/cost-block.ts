import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { OnceLog } from "../../kernel/once-log.ts";
import type { MessageContentType, RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import type { DisplayPort } from "../ports/display-port.ts";
import type { PricePort } from "../ports/price-port.ts";
import { type CostMessageNotes, type MeterTriggers, PLAIN_COST, readCostMessage } from "./cost-message.ts";
import {
  furtherLanguages,
  readCostUnits,
  showsCost,
  showsQrCodes,
  showsTariff,
  understandsCostMessages,
} from "./cost-settings.ts";
import { costAfterEvent } from "./transaction-cost.ts";

export interface CostDeps {
  readonly prices: PricePort;
  /** Absent: nothing is shown on a display. */
  readonly display?: Pick<DisplayPort, "showAbout">;
  readonly deviceModel: StationDeviceModel;
  readonly transactions: CostedTransactions;
  /** Meter values that the CSMS requests in order to update the cost. */
  readonly triggers: { set(transactionId: string, triggers: MeterTriggers): void };
  readonly clock: Clock;
  readonly log: Logger;
}

export interface CostedTransactions {
  onResponse(
    listener: (answer: {
      readonly request: RequestOf<"TransactionEvent">;
      readonly response: ResponseOf<"TransactionEvent">;
    }) => void,
  ): void;
}

export interface CostBlock {
  readonly handlers: HandlerTable;
}

/** Shows the running and the final cost of a transaction, as sent by the CSMS. */
export function createCostBlock(deps: CostDeps): CostBlock {
  const { prices, display, deviceModel, triggers, clock, log } = deps;
  const once = new OnceLog(log);

  deps.transactions.onResponse(({ request, response }) => {
    const { cost, texts } = costAfterEvent(request, response, {
      cost: showsCost(deviceModel),
      tariff: showsTariff(deviceModel),
      qrCode: showsQrCodes(deviceModel),
      languages: furtherLanguages(deviceModel),
    });
    const { transactionId } = request.transactionInfo;
    if (texts.length > 0) {
      prices.showTariff(transactionId, texts);
      // I03, remark: after an end while offline the driver has left.
      const isTooLate = request.eventType === "Ended" && request.offline === true;
      if (display && !isTooLate) void showAbout(display, transactionId, texts);
    }
    if (cost) prices.showCost(cost, readCostUnits(deviceModel));
  });

  async function showAbout(
    port: Pick<DisplayPort, "showAbout">,
    transactionId: string,
    texts: readonly MessageContentType[],
  ): Promise<void> {
    const { status } = await port.showAbout(transactionId, texts);
    if (status !== "Accepted") log.warning("the display does not show a price", { transactionId, status });
  }

  const notesOn = (transactionId: string): CostMessageNotes => ({
    unusable: (reason) => log.warning("part of a cost message is not used", { transactionId, reason }),
    forgiven: ({ path: field, slip }) => {
      const fields = { message: "CostUpdatedRequest", field, slip };
      once.warning(`${field} ${slip}`, "slip of the CSMS forgiven", fields);
    },
  });

  /** The response has no status: CostUpdated cannot be refused. */
  const costUpdated: Handler<"CostUpdated"> = ({ transactionId, totalCost, customData }) => {
    if (showsCost(deviceModel)) {
      const message = understandsCostMessages(deviceModel)
        ? readCostMessage(customData, clock.wallMs(), notesOn(transactionId))
        : PLAIN_COST;
      const { triggers: wanted, ...cost } = message;
      // Published even for an unknown transaction: a display may show it.
      prices.showCost({ transactionId, total: totalCost, ...cost }, readCostUnits(deviceModel));
      if (wanted) triggers.set(transactionId, wanted);
    }
    return result<"CostUpdated">({});
  };

  return { handlers: { CostUpdated: costUpdated } };
}
