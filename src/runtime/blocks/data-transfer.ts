import { createDataTransferBlock } from "../../station/data-transfer/data-transfer-block.ts";
import type { BlockContext } from "../block-context.ts";

/** Block P: messages of vendors. */
export function wireDataTransfer(context: BlockContext): void {
  const { vendor } = context.ports;
  context.join(createDataTransferBlock(vendor ? { vendor } : {}));
}
