import { isJsonObject } from "../../kernel/json.ts";
import type { MessageContentType, RequestOf, ResponseOf } from "../../ocpp/messages.ts";
import { importRegisterWh } from "../metering/value-selection.ts";
import { textsOf } from "./price-texts.ts";
import type { DriverCost } from "./driver-cost.ts";

type TransactionEvent = RequestOf<"TransactionEvent">;

/** Which parts of a TransactionEventResponse the station shows. */
export interface DisplayOptions {
  readonly cost: boolean;
  readonly tariff: boolean;
  readonly qrCode: boolean;
  /** Languages of further versions of the text. */
  readonly languages: readonly string[];
}

/** What is shown to the driver after a TransactionEventResponse. */
export interface CostAfterEvent {
  readonly cost?: DriverCost;
  /** The updated tariff or a text about the total, one version per language. */
  readonly texts: readonly MessageContentType[];
}

/**
 * Running and final cost, and a changed tariff. I03.FR.05 cannot arise, for the station has no sensor of the
 * parking bay that could end a transaction.
 */
export function costAfterEvent(
  request: TransactionEvent,
  { totalCost, updatedPersonalMessage, customData }: ResponseOf<"TransactionEvent">,
  shown: DisplayOptions,
): CostAfterEvent {
  // The vendor id is not checked: a message with both a QR code and further languages can name only one.
  const custom: Readonly<Record<string, unknown>> = isJsonObject(customData) ? customData : {};
  const texts = shown.tariff && updatedPersonalMessage
    ? textsOf(updatedPersonalMessage, custom["updatedPersonalMessageExtra"], shown.languages)
    : [];
  // 0 is a cost, too.
  if (!shown.cost || totalCost === undefined) return { texts };
  const qrCode = custom["qrCodeText"];
  const registerWh = lastRegisterWh(request);
  const atMs = Date.parse(request.timestamp);
  return {
    texts,
    cost: {
      transactionId: request.transactionInfo.transactionId,
      total: totalCost,
      state: request.eventType === "Ended" ? "Finished" : "Charging",
      ...(Number.isNaN(atMs) ? {} : { atMs }),
      ...(registerWh === undefined ? {} : { registerWh }),
      ...(texts.length > 0 ? { texts } : {}),
      ...(shown.qrCode && typeof qrCode === "string" ? { qrCode } : {}),
    },
  };
}

/** The register only rises: the largest is the last. */
function lastRegisterWh({ meterValue = [] }: TransactionEvent): number | undefined {
  const registers = meterValue.flatMap(({ sampledValue }) =>
    importRegisterWh({ timestampMs: 0, sampledValues: sampledValue }) ?? []
  );
  return registers.length === 0 ? undefined : Math.max(...registers);
}
