import type { Clock } from "../../kernel/clock.ts";
import { transactionId } from "../../kernel/ids.ts";
import type { Logger } from "../../kernel/logger.ts";
import {
  createAbsentDisplayBlock,
  createDisplayMessageBlock,
  type DisplayMessageBlock,
} from "../../station/display-message/display-message-block.ts";
import type { DisplayMessageStore } from "../../station/display-message/display-message-store.ts";
import type { Csms } from "../../station/ports/csms.ts";
import type { DisplayPort } from "../../station/ports/display-port.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";

export interface DisplayPartsDeps {
  readonly csms: Csms;
  readonly deviceModel: StationDeviceModel;
  readonly storage: { readonly displayMessages: DisplayMessageStore };
  readonly transactions: TransactionsBlock;
  readonly clock: Clock;
  log(block: string): Logger;
}

/** Messages of the CSMS on the display, or what the station says when EVerest connected none. */
export function createDisplayParts(
  { transactions, storage, log, ...deps }: DisplayPartsDeps,
  display: DisplayPort | undefined,
): DisplayMessageBlock {
  if (!display) return createAbsentDisplayBlock(deps);
  return createDisplayMessageBlock({
    ...deps,
    display,
    store: storage.displayMessages,
    transactions: {
      isOngoing: (id) => transactions.transactionById(transactionId(id)) !== undefined,
      onEvent: (listener) => transactions.onEvent(listener),
    },
    log: log("display"),
  });
}
