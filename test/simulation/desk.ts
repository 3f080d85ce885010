import { reasonOf } from "../../src/kernel/reason-of.ts";
import type { Action, RequestOf } from "../../src/ocpp/messages.ts";
import type { Csms } from "../fakes/csms/csms.ts";
import type { EverestSimulation } from "../fakes/everest/start-everest.ts";
import type { DeskStation } from "./desk-station.ts";
import { type CsmsWish, type DeskWish, helpLines, readWish } from "./desk-words.ts";
import { actText, perform } from "./perform-act.ts";

/** What stands on the desk of somebody who tries the station. */
export interface DeskParts {
  readonly everest: EverestSimulation;
  readonly station: DeskStation;
  /** Absent: the CSMS is somebody else's. */
  readonly csms?: Csms;
  note(text: string): void;
  /** A line that does not belong to what happens. */
  say(text: string): void;
}

/** Does what the lines say, in their order, until they end or the station is to end. Never rejects. */
export async function obey(lines: AsyncIterable<string>, parts: DeskParts): Promise<void> {
  try {
    await obeyEach(lines, parts);
  } catch (error) {
    parts.note(`the keyboard cannot be read: ${reasonOf(error)}`);
  }
}

async function obeyEach(lines: AsyncIterable<string>, parts: DeskParts): Promise<void> {
  for await (const line of lines) {
    const wish = readWish(line, parts.csms === undefined ? "withoutCsms" : "withCsms");
    await fulfil(wish, parts).catch((error: unknown) => {
      const [reason] = reasonOf(error).split("\n");
      parts.note(`this cannot be done: ${reason}`);
    });
    if (wish.kind === "quit") return;
  }
}

async function fulfil(wish: DeskWish, parts: DeskParts): Promise<void> {
  const { everest, station, csms, note, say } = parts;
  switch (wish.kind) {
    case "nothing":
      return;
    case "unknown":
      return say(wish.reason);
    case "help":
      return say(helpLines(csms === undefined ? "withoutCsms" : "withCsms").join("\n"));
    case "quit":
      return station.end();
    case "powerCut":
      note("POWER CUT: kill -9");
      return station.cutPower();
    case "driver":
      note(actText(wish.act));
      return await perform(wish.act, { everest, note, cardOutcome: note });
    default:
      if (csms !== undefined) await ofCsms(wish, csms, parts);
  }
}

async function ofCsms(wish: CsmsWish, csms: Csms, { note }: DeskParts): Promise<void> {
  switch (wish.kind) {
    case "csmsOff":
      note("the CSMS cannot be reached");
      csms.stopAccepting();
      return csms.drop();
    case "csmsOn":
      await csms.resume();
      return note("the CSMS can be reached again");
    case "remoteStart": {
      const { evse: evseId, idToken } = wish;
      const remoteStartId = csms.calls.length;
      const token = { idToken, type: "Central" } as const;
      return await ask(csms, "RequestStartTransaction", { evseId, remoteStartId, idToken: token }, note);
    }
    case "remoteStop": {
      const transactionId = lastTransaction(csms, wish.evse);
      if (transactionId === undefined) throw new Error(`EVSE ${wish.evse} had no transaction yet`);
      return await ask(csms, "RequestStopTransaction", { transactionId }, note);
    }
    case "call":
      return await ask(csms, wish.action as Action, wish.request, note);
  }
}

async function ask(csms: Csms, action: Action, request: unknown, note: DeskParts["note"]): Promise<void> {
  if (!csms.isConnected) throw new Error("the station is not connected");
  const answer = await csms.tryCall(action, request);
  note(
    answer.kind === "result"
      ? `${action} was answered with ${JSON.stringify(answer.payload)}`
      : `${action} was answered with CALLERROR ${answer.code} ${answer.description}`,
  );
}

function lastTransaction(csms: Csms, evse: number): string | undefined {
  const events: readonly RequestOf<"TransactionEvent">[] = csms.received("TransactionEvent");
  const ended = new Set(
    events.filter(({ eventType }) => eventType === "Ended").map((event) =>
      event.transactionInfo.transactionId
    ),
  );
  return events.findLast((event) =>
    event.evse?.id === evse && !ended.has(event.transactionInfo.transactionId)
  )
    ?.transactionInfo.transactionId;
}
