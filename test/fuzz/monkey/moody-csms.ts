import { type Action, isAction } from "../../../src/ocpp/messages.ts";
import { ACTIONS_TO_CSMS } from "../../fakes/csms/actions-by-direction.ts";
import { CallError, type Csms, type CsmsAnswer, NO_ANSWER } from "../../fakes/csms/csms.ts";
import { defaultAnswers } from "../../fakes/csms/default-answers.ts";
import { type Dice, mutate } from "../ocpp-messages.ts";
import { type Known, messageFor } from "./requests.ts";

/** How the CSMS meets what the station calls: as a friend, or a part of it otherwise. */
export const MOODS = [
  ...["friendly", "errors", "silent", "garbage", "anything", "notYet"] as const,
  ...["late", "twice", "cutsBefore", "cutsAfter", "askingBack", "ofAnotherTime"] as const,
];
export type Mood = (typeof MOODS)[number];

/** Answers every call of the station in its present mood; unasked it says nothing. */
export class MoodyCsms {
  mood: Mood = "friendly";
  /** Answers that come when nobody waits for them any more. */
  readonly #owed: unknown[] = [];
  readonly #usual;

  constructor(
    private readonly csms: Csms,
    private readonly dice: Dice,
    private readonly known: () => Known,
  ) {
    this.#usual = defaultAnswers({ now: () => known().nowMs, intervalSeconds: 300 });
    for (const action of ACTIONS_TO_CSMS) {
      csms.on(action, (_, { messageId, payload }) => this.#answer(action, messageId, payload));
    }
  }

  #answer(action: Action, messageId: string, payload: unknown): CsmsAnswer<Action> {
    const { dice } = this;
    const usual = this.#usual[action]?.(payload as never) as CsmsAnswer<Action>;
    if (dice.roll() < 0.3) return usual;
    switch (this.mood) {
      case "friendly":
        return usual;
      case "errors":
        return new CallError(
          dice.pick(["InternalError", "GenericError", "FormatViolation", "NotImplemented"]),
        );
      case "silent":
        return NO_ANSWER;
      case "garbage":
        this.#say([3, messageId, mutate(structuredClone(usual), dice)]);
        return NO_ANSWER;
      case "notYet":
        return action === "BootNotification"
          ? { ...usual as object, status: dice.pick(["Pending", "Rejected"]), interval: 5 } as typeof usual
          : usual;
      case "late":
        this.#owed.push([3, messageId, usual]);
        if (dice.roll() < 0.3) this.payOwed();
        return NO_ANSWER;
      case "twice":
        this.#say([3, messageId, usual]);
        this.#say(dice.roll() < 0.5 ? [3, messageId, usual] : [4, messageId, "InternalError", "", {}]);
        this.#say([3, `${messageId.slice(0, -1)}x`, usual]);
        return NO_ANSWER;
      case "cutsBefore":
        this.csms.drop();
        return NO_ANSWER;
      case "cutsAfter":
        if (this.csms.isConnected) {
          void this.csms.sendRaw(JSON.stringify([3, messageId, usual])).then(
            () => this.csms.drop(),
            () => {},
          );
        }
        return NO_ANSWER;
      case "askingBack": {
        const asked = dice.pick(["GetVariables", "GetTransactionStatus", "TriggerMessage"] as const);
        void this.csms.tryCall(asked, messageFor(`${asked}Request`, this.known(), dice)).catch(() => {});
        return usual;
      }
      case "ofAnotherTime":
        return this.#ofAnotherTime(action, usual);
      case "anything":
        // When it is, the station believes.
        return {
          ...messageFor(`${action}Response`, this.known(), dice) as object,
          ...(action === "BootNotification" ? usual as object : {}),
        } as CsmsAnswer<Action>;
    }
  }

  /** All that was not answered when it was asked. */
  payOwed(): void {
    for (const frame of this.#owed.splice(0)) this.#say(frame);
  }

  #ofAnotherTime(action: Action, usual: CsmsAnswer<Action>): CsmsAnswer<Action> {
    if (action !== "BootNotification" && action !== "Heartbeat") return usual;
    const { dice } = this;
    const days = dice.pick([-20_000, -365, -1, 1, 365, 20_000]);
    return {
      ...usual as object,
      currentTime: new Date(this.known().nowMs + days * 86_400_000).toISOString(),
      ...(action === "BootNotification" ? { interval: dice.pick([-1, 0, 1, 2 ** 31 - 1, 1e12]) } : {}),
    } as CsmsAnswer<Action>;
  }

  /** Whatever it is, if anybody listens. */
  #say(frame: unknown): void {
    if (this.csms.isConnected) void this.csms.sendRaw(JSON.stringify(frame) ?? "").catch(() => {});
  }
}

/** What went over the line: every CALL of ours is answered once, and never twice. */
export class Answers {
  readonly violations: string[] = [];
  readonly #calls = new Map<
    string,
    { readonly action: Action; readonly connection: number; answers: number }
  >();
  #read = 0;

  constructor(private readonly csms: Csms) {}

  read(): void {
    const { log } = this.csms;
    for (; this.#read < log.length; this.#read++) {
      const { direction, text, connection } = log[this.#read]!;
      const frame = parse(text);
      if (direction === "toStation") this.#sent(frame, connection);
      else this.#heard(frame, text);
    }
  }

  /** Calls on this connection that nobody has answered. */
  open(connection: number): string[] {
    return [...this.#calls].filter(([, call]) => call.answers === 0 && call.connection === connection)
      .map(([id, { action }]) => `${action} ${id}`);
  }

  #sent(frame: readonly unknown[], connection: number): void {
    const [type, id, action] = frame;
    if (type !== 2 || typeof id !== "string" || !isAction(action)) return;
    // Whoever uses an id twice cannot tell the answers apart.
    if (!id.startsWith("csms-")) return;
    this.#calls.set(id, { action, connection, answers: 0 });
  }

  #heard(frame: readonly unknown[], text: string): void {
    if (frame[0] !== 3 && frame[0] !== 4) return;
    const call = this.#calls.get(String(frame[1]));
    if (!call) return;
    if (++call.answers > 1) this.violations.push(`${call.action} is answered again: ${text}`);
  }
}

function parse(text: string): readonly unknown[] {
  try {
    const frame: unknown = JSON.parse(text);
    return Array.isArray(frame) ? frame : [];
  } catch {
    return [];
  }
}
