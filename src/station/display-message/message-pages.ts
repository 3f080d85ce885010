import type { MessageInfoType } from "../../ocpp/messages.ts";

/** One NotifyDisplayMessages' worth of messages. */
export interface MessagePage {
  readonly messageInfo: readonly MessageInfoType[];
  /** True when another page follows. */
  readonly tbc: boolean;
}

const encoder = new TextEncoder();

/**
 * Cuts messages into pages whose JSON stays below `maxBytes`, as few as possible in their order. A message
 * that is larger on its own gets a page of its own.
 */
export function messagePages(messages: readonly MessageInfoType[], maxBytes: number): readonly MessagePage[] {
  const pages: MessageInfoType[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = encoder.encode(JSON.stringify(message)).length + 1;
    const page = pages.at(-1);
    if (page === undefined || bytes + size > maxBytes) {
      pages.push([message]);
      bytes = size;
    } else {
      page.push(message);
      bytes += size;
    }
  }
  return pages.map((messageInfo, index) => ({ messageInfo, tbc: index < pages.length - 1 }));
}
