import { displayMessageInterface } from "../../../src/everest/interfaces/display-message.ts";
import type {
  ClearDisplayMessageResponse,
  DisplayMessage,
  MessageStateEnum,
  SetDisplayMessageResponse,
} from "../../../src/everest/interfaces/types/display-message.ts";
import { simulate, type SimulatedBus, type SimulatedImplementation } from "./simulated-module.ts";

export const DISPLAY_PLACE = { moduleId: "display", implementationId: "display_message" };

/** For `EverestOptions`: the display is connected. */
export const WITH_DISPLAY = { connections: { display_message: [DISPLAY_PLACE] } } as const;

/**
 * A display that does as it is told and nothing else: it shows messages at their times and in their states, but removes
 * none by itself. It speaks to the module under test only when connected.
 */
export class SimulatedDisplay {
  readonly #implementation: SimulatedImplementation<(typeof displayMessageInterface)["variables"]>;
  /** What was set and not cleared, the latest at the end. */
  readonly messages: DisplayMessage[] = [];
  /** What `set_display_message` was called with, the latest at the end. */
  readonly set: (readonly DisplayMessage[])[] = [];
  readonly cleared: number[] = [];
  /** What it answers to new messages; it keeps those that it accepts. */
  verdict: SetDisplayMessageResponse = { status: "Accepted" };
  /** Empty: as displays of EVerest up to 2026.02, whose lists get lost on the bus. */
  lists: "complete" | "empty" = "complete";

  constructor(bus: SimulatedBus) {
    this.#implementation = simulate(bus, displayMessageInterface, DISPLAY_PLACE, {
      set_display_message: ({ request }) => this.#set(request),
      get_display_messages: ({ request: { id, priority, state } }) => ({
        messages: this.lists === "empty"
          ? []
          : this.messages.filter((message) =>
            (id === undefined || (message.id !== undefined && id.includes(message.id))) &&
            (priority === undefined || message.priority === priority) &&
            (state === undefined || message.state === state)
          ),
      }),
      clear_display_message: ({ request: { id } }) => this.#clear(id),
    });
  }

  /** The contents that a driver can read at this moment, when the station is in this state. */
  shown(nowMs: number, state: MessageStateEnum): readonly string[] {
    const due = this.messages.filter((message) =>
      (message.state === undefined || message.state === state) &&
      (message.timestamp_from === undefined || Date.parse(message.timestamp_from) <= nowMs) &&
      (message.timestamp_to === undefined || nowMs < Date.parse(message.timestamp_to))
    );
    for (const priority of ["AlwaysFront", "InFront"]) {
      const front = due.filter((message) => message.priority === priority);
      if (front.length > 0) return front.map(({ message }) => message.content);
    }
    return due.map(({ message }) => message.content);
  }

  /** Without power it forgets everything. */
  powerOff(): void {
    this.messages.length = 0;
  }

  stop(): void {
    this.#implementation.stop();
  }

  #set(request: readonly DisplayMessage[]): SetDisplayMessageResponse {
    this.set.push(request);
    if (this.verdict.status !== "Accepted") return this.verdict;
    for (const message of request) {
      const { id, identifier_id: identifier } = message;
      // A message without id is known by what it is about, one per language.
      const index = this.messages.findIndex((other) =>
        id === undefined
          ? other.id === undefined && other.identifier_id === identifier &&
            other.message.language === message.message.language
          : other.id === id
      );
      if (index >= 0) this.messages.splice(index, 1);
      this.messages.push(message);
    }
    return this.verdict;
  }

  #clear(id: number): ClearDisplayMessageResponse {
    this.cleared.push(id);
    const index = this.messages.findIndex((message) => message.id === id);
    if (index < 0) return { status: "Unknown" };
    this.messages.splice(index, 1);
    return { status: "Accepted" };
  }
}
