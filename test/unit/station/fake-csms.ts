import type { Action, RequestOf, ResponseOf } from "../../../src/ocpp/messages.ts";
import {
  type CallLane,
  type CallOutcome,
  type CallRequest,
  type Csms,
  presentRequest,
} from "../../../src/station/ports/csms.ts";

export interface SentRequest {
  readonly action: Action;
  readonly request: unknown;
  readonly lane: CallLane;
}

interface Pending extends SentRequest {
  settle(outcome: CallOutcome<unknown>): void;
}

/** The CSMS port under the test's control: requests wait until the test answers them. */
export class FakeCsms implements Csms {
  online = true;
  readonly sent: SentRequest[] = [];
  readonly #pending: Pending[] = [];
  readonly #automatic = new Map<Action, CallOutcome<unknown>>();

  call<A extends Action>(
    action: A,
    wanted: CallRequest<A>,
    lane: CallLane = "ordinary",
  ): Promise<CallOutcome<ResponseOf<A>>> {
    if (!this.online) return Promise.resolve({ kind: "offline" });
    const request = presentRequest(wanted);
    this.sent.push({ action, request, lane });
    const automatic = this.#automatic.get(action);
    if (automatic) return Promise.resolve(automatic as CallOutcome<ResponseOf<A>>);
    return new Promise((resolve) => {
      this.#pending.push({ action, request, lane, settle: (o) => resolve(o as CallOutcome<ResponseOf<A>>) });
    });
  }

  isOnline(): boolean {
    return this.online;
  }

  /** Every later request of this action is answered at once. */
  always<A extends Action>(action: A, response: ResponseOf<A>): void {
    this.#automatic.set(action, { kind: "result", response });
  }

  /** Every later request of this action waits for `answer` or `settle`. */
  doesNotAnswer(action: Action): void {
    this.#automatic.delete(action);
  }

  /** Answers the oldest waiting request of this action and lets the station work on it. */
  async answer<A extends Action>(action: A, response: ResponseOf<A>): Promise<void> {
    await this.settle(action, { kind: "result", response });
  }

  async settle(action: Action, outcome: CallOutcome<unknown>): Promise<void> {
    const index = this.#pending.findIndex((pending) => pending.action === action);
    const [pending] = this.#pending.splice(index < 0 ? 0 : index, index < 0 ? 0 : 1);
    if (!pending) throw new Error(`no ${action} waits for an answer`);
    pending.settle(outcome);
    await settled();
  }

  /** Requests of one action, oldest first. */
  requests<A extends Action>(action: A): RequestOf<A>[] {
    return this.sent.filter((sent) => sent.action === action).map((sent) => sent.request as RequestOf<A>);
  }
}

/** Lets every promise continuation that is ready run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
