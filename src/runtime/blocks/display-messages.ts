import { transactionId } from "../../kernel/ids.ts";
import {
  createAbsentDisplayBlock,
  createDisplayMessageBlock,
} from "../../station/display-message/display-message-block.ts";
import type { TransactionsBlock } from "../../station/transactions/transactions-block.ts";
import type { BlockContext } from "../block-context.ts";

/** Block O: messages of the CSMS on the display, or the refusal when EVerest connected no display. */
export function wireDisplayMessages(context: BlockContext, transactions: TransactionsBlock): void {
  const { csms, deviceModel, storage, ports: { display }, clock, log } = context;
  const messages = display
    ? createDisplayMessageBlock({
      csms,
      deviceModel,
      clock,
      display,
      store: storage.displayMessages,
      transactions: {
        isOngoing: (id) => transactions.transactionById(transactionId(id)) !== undefined,
        onEvent: (listener) => transactions.onEvent(listener),
      },
      log: log("display"),
    })
    : createAbsentDisplayBlock({ deviceModel });
  context.join({
    handlers: messages.handlers,
    started: () => messages.start(),
    processEnds: () => messages.stop(),
  });
}
