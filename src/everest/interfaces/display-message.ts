import type { Logger } from "../../kernel/logger.ts";
import { array } from "../codec/mod.ts";
import type { Connection, EverestModule } from "../module.ts";
import { connect } from "./client.ts";
import { command, declareInterface } from "./interface.ts";
import {
  type ClearDisplayMessageRequest,
  clearDisplayMessageRequest,
  clearDisplayMessageResponse,
  type DisplayMessage,
  displayMessage as displayMessageType,
  type GetDisplayMessageRequest,
  getDisplayMessageRequest,
  getDisplayMessageResponse,
  setDisplayMessageResponse,
} from "./types/display-message.ts";

/** The messages that a display stores and shows. */
export const displayMessageInterface = declareInterface("display_message", {
  commands: {
    set_display_message: command({ request: array(displayMessageType) }, setDisplayMessageResponse),
    get_display_messages: command({ request: getDisplayMessageRequest }, getDisplayMessageResponse),
    clear_display_message: command({ request: clearDisplayMessageRequest }, clearDisplayMessageResponse),
  },
  variables: {},
});

export type DisplayMessageClient = ReturnType<typeof displayMessage>;

export function displayMessage(module: EverestModule, connection: Connection, log: Logger) {
  const { call } = connect(displayMessageInterface, module, connection, log);
  return {
    connection,
    setDisplayMessage: (messages: readonly DisplayMessage[], timeoutMs?: number) =>
      call("set_display_message", { request: messages }, timeoutMs),
    getDisplayMessages: (request: GetDisplayMessageRequest, timeoutMs?: number) =>
      call("get_display_messages", { request }, timeoutMs),
    clearDisplayMessage: (request: ClearDisplayMessageRequest, timeoutMs?: number) =>
      call("clear_display_message", { request }, timeoutMs),
  };
}
