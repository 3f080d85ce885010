import type { Clock } from "../../kernel/clock.ts";
import type { Logger } from "../../kernel/logger.ts";
import { pagesOf } from "../../kernel/pages.ts";
import type { MessageInfoType, RequestOf } from "../../ocpp/messages.ts";
import { statusInfo } from "../../ocpp/reason-codes.ts";
import type { StationDeviceModel } from "../../variables/create-device-model.ts";
import { type Handler, type HandlerTable, result } from "../handlers.ts";
import { pageBytes } from "../payload-bytes.ts";
import type { Csms } from "../ports/csms.ts";
import type { DisplayPort } from "../ports/display-port.ts";
import { NOT_STORED, storedFor } from "../stored-request.ts";
import { createSerialQueue } from "../../kernel/serial-queue.ts";
import { WallAlarm } from "../wall-alarm.ts";
import { announceDisplay, DISPLAY_MESSAGES, readDisplayCapabilities } from "./display-capabilities.ts";
import type { DisplayMessageStore } from "./display-message-store.ts";
import { type MessageContext, refusalOf, rejected } from "./message-check.ts";
import { displacedBy, isExpired, matches, merged, nextEndMs } from "./message-list.ts";

export const MESSAGE_END_TIMER = "display.message-end";

export interface DisplayMessageDeps {
  readonly csms: Csms;
  readonly display: DisplayPort;
  readonly store: DisplayMessageStore;
  readonly deviceModel: StationDeviceModel;
  readonly transactions: MessageTransactions;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The transactions that messages belong to. */
export interface MessageTransactions {
  isOngoing(transactionId: string): boolean;
  onEvent(listener: (event: { readonly request: RequestOf<"TransactionEvent"> }) => void): void;
}

export interface DisplayMessageBlock {
  readonly handlers: HandlerTable;
  /**
   * To be called once the transactions from before the restart are known: sends the messages to the display
   * again.
   */
  start(): void;
  stop(): void;
}

/**
 * Block O. The display shows each message at its time, in its state and with its priority. The list of
 * messages is stored here, because a display loses it on restart.
 */
export function createDisplayMessageBlock(deps: DisplayMessageDeps): DisplayMessageBlock {
  const { csms, display, store, deviceModel, transactions, clock, log } = deps;
  const inOrder = createSerialQueue();
  let isStopped = false;
  const alarm = new WallAlarm(clock, MESSAGE_END_TIMER, tidyUp);
  announceDisplay(deviceModel, "connected");
  transactions.onEvent(({ request: { eventType } }) => {
    if (eventType === "Ended") tidyUp();
  });

  const messageContext = (): MessageContext => ({
    nowMs: clock.wallMs(),
    isOngoing: (id) => transactions.isOngoing(id),
  });
  const current = () => {
    const now = messageContext();
    return store.all().filter((message) => !isExpired(message, now));
  };

  const setDisplayMessage: Handler<"SetDisplayMessage"> = ({ message }) =>
    inOrder(async () => {
      const capabilities = readDisplayCapabilities(deviceModel);
      const refusal = refusalOf(message, capabilities, messageContext());
      if (refusal) return result<"SetDisplayMessage">(refusal);
      const kept = current().filter(({ id }) => id !== message.id);
      const displaced = displacedBy(message, kept).map(({ id }) => id);
      if (kept.length - displaced.length >= capabilities.maxMessages) {
        const text = `${capabilities.maxMessages} messages are stored already`;
        return result<"SetDisplayMessage">(rejected("OutOfStorage", text));
      }
      const verdict = await display.set([message]);
      if (verdict.status !== "Accepted") return result<"SetDisplayMessage">(verdict);
      if (await storedFor("SetDisplayMessage", store.put(message, displaced), log) === "refused") {
        await showAsStored(message.id);
        return result<"SetDisplayMessage">({ status: "Rejected", statusInfo: NOT_STORED });
      }
      // The new message is shown before the old one is removed.
      await clearFromDisplay(displaced);
      // The transaction may have ended before the display answered.
      await removeWhatIsOver();
      return result<"SetDisplayMessage">(verdict);
    });

  const getDisplayMessages: Handler<"GetDisplayMessages"> = ({ requestId, ...query }) =>
    inOrder(async () => {
      const displayed = await display.list(query) ?? [];
      const now = messageContext();
      const found = merged(store.all(), displayed)
        .filter((message) => matches(message, query) && !isExpired(message, now));
      if (found.length === 0) return result<"GetDisplayMessages">({ status: "Unknown" });
      return result<"GetDisplayMessages">({ status: "Accepted" }, () => void notify(requestId, found));
    });

  const clearDisplayMessage: Handler<"ClearDisplayMessage"> = ({ id }) =>
    inOrder(async () => {
      const isKept = current().some((message) => message.id === id);
      const outcome = await display.clear(id);
      if (outcome === "failed") {
        // Neither status would be true: the message is known, and it is still shown.
        return { kind: "error", code: "InternalError", description: "the display did not clear the message" };
      }
      if (await storedFor("ClearDisplayMessage", store.remove([id]), log) === "refused") {
        await showAsStored(id);
        // Neither status would be true, as above.
        return { kind: "error", code: "InternalError", description: "the change could not be stored" };
      }
      settle();
      const status = isKept || outcome === "cleared" ? "Accepted" : "Unknown";
      return result<"ClearDisplayMessage">({ status });
    });

  async function notify(requestId: number, messages: readonly MessageInfoType[]): Promise<void> {
    for (const { entries: messageInfo, tbc } of pagesOf(messages, pageBytes(deviceModel))) {
      const outcome = await csms.call("NotifyDisplayMessages", { requestId, messageInfo, tbc }, "promised");
      if (outcome.kind === "result") continue;
      // The rest would be incomplete without this page; the CSMS can request the list again.
      return log.warning("a list of display messages could not be sent", {
        requestId,
        outcome: outcome.kind,
      });
    }
  }

  function tidyUp(): void {
    inBackground(removeWhatIsOver);
  }

  function inBackground(work: () => Promise<void>): void {
    inOrder(work).catch((error) =>
      log.error("the messages of the display could not be updated", { error: String(error) })
    );
  }

  /** A display loses its messages on restart. */
  async function giveBack(): Promise<void> {
    await removeWhatIsOver();
    const messages = store.all();
    if (messages.length === 0) return;
    const { status } = await display.set(messages);
    if (status !== "Accepted") log.warning("the display refuses to show its messages again", { status });
  }

  async function removeWhatIsOver(): Promise<void> {
    const now = messageContext();
    const over = store.all().filter((message) => isExpired(message, now)).map(({ id }) => id);
    if (over.length > 0) await store.remove(over);
    settle();
    await clearFromDisplay(over);
  }

  /** The display has carried out a change that the disk refuses: it goes back to what the station knows. */
  async function showAsStored(id: number): Promise<void> {
    const stored = store.all().find((message) => message.id === id);
    if (stored === undefined) return await clearFromDisplay([id]);
    const { status } = await display.set([stored]);
    if (status !== "Accepted") log.warning("the display refuses to show its messages again", { status });
  }

  async function clearFromDisplay(ids: readonly number[]): Promise<void> {
    // At the same time: a display that does not answer must not delay the response once per message.
    await Promise.all(ids.map(async (id) => {
      // If this fails, the display removes the message itself: it has the end time and the transaction.
      if (await display.clear(id) === "failed") {
        log.warning("the display does not clear an expired message", { id });
      }
    }));
  }

  /** To be called after every change of the list. */
  function settle(): void {
    const messages = store.all();
    deviceModel.setActual(DISPLAY_MESSAGES, String(messages.length));
    const endMs = nextEndMs(messages);
    if (endMs === undefined || isStopped) alarm.cancel();
    else alarm.set(endMs);
  }

  return {
    handlers: {
      SetDisplayMessage: setDisplayMessage,
      GetDisplayMessages: getDisplayMessages,
      ClearDisplayMessage: clearDisplayMessage,
    },
    start: () => inBackground(giveBack),
    stop() {
      isStopped = true;
      alarm.cancel();
    },
  };
}

/** The answers of a station without a display. */
export function createAbsentDisplayBlock(
  { deviceModel }: { readonly deviceModel: StationDeviceModel },
): DisplayMessageBlock {
  announceDisplay(deviceModel, "absent");
  const info = statusInfo("UnsupportedRequest", "the station has no display for messages");
  return {
    handlers: {
      SetDisplayMessage: () => result<"SetDisplayMessage">({ status: "Rejected", statusInfo: info }),
      GetDisplayMessages: () => result<"GetDisplayMessages">({ status: "Unknown", statusInfo: info }),
      ClearDisplayMessage: () => result<"ClearDisplayMessage">({ status: "Unknown", statusInfo: info }),
    },
    start: () => {},
    stop: () => {},
  };
}
