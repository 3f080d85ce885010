import { connectionTo } from "../../../fakes/everest-module.ts";
import {
  displayMessage,
  displayMessageInterface,
} from "../../../../src/everest/interfaces/display-message.ts";
import { check } from "./interface-cases.ts";

const message = { message: { content: "hi" } } as const;

check((module, log) => {
  const peer = displayMessage(module, connectionTo("display_message", "peer"), log);
  return {
    declared: displayMessageInterface,
    commands: [
      {
        command: "set_display_message",
        call: () => peer.setDisplayMessage([message], 7),
        args: { request: [message] },
        answer: { status: "NotSupportedState", status_info: "x" },
      },
      {
        command: "get_display_messages",
        call: () => peer.getDisplayMessages({ id: [1], state: "Suspending" }, 7),
        args: { request: { id: [1], state: "Suspending" } },
        answer: { messages: [message] },
      },
      {
        command: "clear_display_message",
        call: () => peer.clearDisplayMessage({ id: 1 }, 7),
        args: { request: { id: 1 } },
        answer: { status: "Unknown" },
      },
    ],
    variables: [],
  };
});
