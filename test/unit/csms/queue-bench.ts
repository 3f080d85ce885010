import { CallQueue, type Line } from "../../../src/csms/call-queue.ts";
import type { CallUrgency } from "../../../src/csms/call-lanes.ts";
import type { SentCall } from "../../../src/csms/link.ts";
import type { OutboxMessage } from "../../../src/csms/outbox-store.ts";
import type { SocketClosed } from "../../../src/csms/socket.ts";
import { messageId } from "../../../src/kernel/ids.ts";
import type { Action } from "../../../src/ocpp/messages.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { MemoryOutbox } from "../../fakes/memory-outbox.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

export interface SentText {
  readonly messageId: string;
  readonly action: string;
  readonly payload: unknown;
}

/** A call queue with everything around it in the test's hands. */
export class QueueBench {
  readonly clock = new FakeClock();
  readonly log = new RecordingLogger();
  readonly sent: SentText[] = [];
  readonly delivered: { readonly message: OutboxMessage; readonly outcome: SentCall }[] = [];
  readonly setAside: { readonly message: OutboxMessage; readonly untilMs: number }[] = [];
  readonly callsSetAside: string[] = [];
  readonly settings = { messageAttempts: 3, messageAttemptIntervalSeconds: 10 };
  messageTimeoutMs = 30_000;
  /** What `Line.send` gives back. */
  sendResult: "sent" | "closed" = "sent";
  onDelivered: () => Promise<void> = () => Promise.resolve();
  readonly queue: CallQueue;
  #ids = 0;

  constructor(readonly outbox = new MemoryOutbox()) {
    this.queue = new CallQueue({
      outbox,
      delivered: (message, outcome) => {
        this.delivered.push({ message, outcome });
        return this.onDelivered();
      },
      setAside: (message, untilMs) => void this.setAside.push({ message, untilMs }),
      callsSetAside: (action, state) => void this.callsSetAside.push(`${action} ${state}`),
      settings: this.settings,
      clock: this.clock,
      ids: { uuid: () => `id-${++this.#ids}`, random: () => 0 },
      log: this.log,
    });
  }

  call(action: Action, payloadText: string, urgency: CallUrgency, key?: string): Promise<SentCall> {
    const identity = key ?? `${action} ${payloadText}`;
    const payload = () => ({ kind: "ready", text: payloadText } as const);
    return this.queue.call({ action, payload, identity, ...(key !== undefined && { key }) }, urgency);
  }

  /** The connection ends; by default as when a server is restarted. */
  lose(closed: SocketClosed = { kind: "closedByPeer", code: 1001, reason: "" }): void {
    this.queue.close(closed);
  }

  /** The next connection. */
  reconnect(): void {
    this.queue.open(this.line());
    this.queue.resume();
  }

  line(resumeDelayMs = 0): Line {
    return {
      send: (text) => {
        if (this.sendResult === "sent") {
          const [, messageId, action, payload] = JSON.parse(text);
          this.sent.push({ messageId, action, payload });
        }
        return Promise.resolve(this.sendResult);
      },
      messageTimeoutMs: () => this.messageTimeoutMs,
      resumeDelayMs,
    };
  }

  /** Connected and accepted. */
  online(): this {
    this.queue.open(this.line());
    this.queue.setRegistration("accepted");
    return this;
  }

  /** Stores messages and tells the queue. */
  enqueue(...seqNos: number[]): void {
    for (const seqNo of seqNos) this.outbox.add(JSON.stringify({ seqNo }));
    this.queue.outboxGrew();
  }

  get last(): SentText {
    const last = this.sent.at(-1);
    if (!last) throw new Error("nothing was sent");
    return last;
  }

  /** What the outbox sent, by seqNo. */
  get sentSeqNos(): unknown[] {
    return this.sent.flatMap(({ action, payload }) =>
      action === "TransactionEvent" ? [(payload as { seqNo: number }).seqNo] : []
    );
  }

  accept(id = this.last.messageId, payload: unknown = {}): void {
    const text = JSON.stringify([3, id, payload]);
    this.queue.answer({ kind: "callResult", messageId: messageId(id), payload, text });
  }

  refuse(id = this.last.messageId, code = "InternalError"): void {
    this.queue.answer({ kind: "callError", messageId: messageId(id), code, description: "" });
  }
}
