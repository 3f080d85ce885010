import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_UNSETTLED_MESSAGES } from "../../../src/kernel/limits.ts";
import { MemoryOutbox } from "../../fakes/memory-outbox.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { QueueBench, type SentText } from "./queue-bench.ts";

/** What may happen to a call queue. */
const commands = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant("enqueue" as const) },
    { weight: 4, arbitrary: fc.constant("accept" as const) },
    { weight: 2, arbitrary: fc.constant("refuse" as const) },
    { weight: 1, arbitrary: fc.constant("lateAnswer" as const) },
    { weight: 2, arbitrary: fc.constant("messageTimeout" as const) },
    { weight: 2, arbitrary: fc.constant("retryInterval" as const) },
    { weight: 2, arbitrary: fc.constant("drop" as const) },
    { weight: 3, arbitrary: fc.constant("connect" as const) },
    { weight: 3, arbitrary: fc.constant("flush" as const) },
    { weight: 1, arbitrary: fc.constant("crash" as const) },
    { weight: 2, arbitrary: fc.constant("heartbeat" as const) },
  ),
  { maxLength: 150, size: "max" },
);

const MESSAGE_TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;
const INTERVAL_SECONDS = 10;

/** A disk that writes when the test says so; what is not written when the process dies is lost. */
class SlowDisk {
  #waiting: (() => void)[] = [];
  readonly write = () => new Promise<void>((resolve) => this.#waiting.push(resolve));
  flush(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
  crash(): void {
    this.#waiting = [];
  }
}

/** The queue, its world, and what the CSMS saw. */
class Model {
  readonly disk = new SlowDisk();
  readonly outbox = new MemoryOutbox();
  bench = this.#newProcess();
  online = false;
  /** The transmission that the CSMS has not answered and that has not timed out. */
  open: SentText | undefined;
  enqueued = 0;
  /** Content per message id, and per message how often it failed and whether it was accepted. */
  readonly contents = new Map<string, string>();
  readonly failures = new Map<number, number>();
  readonly accepted = new Set<number>();
  /** E13: when a message may come again, and how often, unless the process that counted has died. */
  readonly #notBeforeMs = new Map<number, number>();
  readonly #transmissionsLeft = new Map<number, number>();
  #seen = 0;
  #furthest = 0;
  #backAllowed = 0;

  constructor() {
    this.outbox.flush = this.disk.write;
  }

  #newProcess(): QueueBench {
    const bench = new QueueBench(this.outbox);
    bench.settings.messageAttempts = ATTEMPTS;
    bench.settings.messageAttemptIntervalSeconds = INTERVAL_SECONDS;
    bench.messageTimeoutMs = MESSAGE_TIMEOUT_MS;
    bench.queue.setRegistration("accepted");
    return bench;
  }

  async run(command: typeof commands extends fc.Arbitrary<(infer C)[]> ? C : never): Promise<void> {
    switch (command) {
      case "enqueue":
        this.bench.enqueue(++this.enqueued);
        break;
      case "accept":
        if (this.open) this.#answer(this.open, "accept");
        break;
      case "refuse":
        if (this.open) this.#answer(this.open, "refuse");
        break;
      case "lateAnswer":
        // Answers to what is not outstanding must change nothing, whoever sent it first.
        for (const { messageId } of this.bench.sent) {
          if (messageId !== this.open?.messageId) this.bench.accept(messageId);
        }
        this.bench.accept("unknown");
        break;
      case "messageTimeout":
        this.#advance(MESSAGE_TIMEOUT_MS);
        break;
      case "retryInterval":
        // The interval times up to two transmissions, but never a message timeout on top of it.
        this.#advance(MESSAGE_TIMEOUT_MS - 1);
        break;
      case "drop":
        this.online = false;
        this.open = undefined;
        this.bench.lose();
        break;
      case "connect":
        if (this.online) break;
        this.online = true;
        this.bench.queue.open(this.bench.line());
        this.bench.queue.resume();
        break;
      case "flush":
        this.disk.flush();
        break;
      case "crash":
        this.disk.crash();
        this.bench = this.#newProcess();
        this.online = false;
        this.open = undefined;
        this.#seen = 0;
        this.#backAllowed = MAX_UNSETTLED_MESSAGES;
        this.#notBeforeMs.clear();
        this.#transmissionsLeft.clear();
        break;
      case "heartbeat":
        void this.bench.call("Heartbeat", "{}", "ordinary");
        break;
    }
    await this.#settle();
  }

  /** Whatever happened, a good connection and a CSMS that accepts get everything delivered. */
  async finish(): Promise<void> {
    await this.run("connect");
    for (let exchange = 0; exchange < 2 * this.enqueued + 600; exchange++) {
      await this.run("flush");
      await this.run(this.open ? "accept" : "retryInterval");
      if (this.outbox.count() === 0 && !this.open) return;
    }
    assert.fail("the outbox was never drained");
  }

  #advance(ms: number): void {
    const { clock } = this.bench;
    const open = this.open;
    const timesOutInMs = this.#sentAtMs + MESSAGE_TIMEOUT_MS - clock.monotonicMs();
    if (!open || ms < timesOutInMs) return clock.advance(ms);
    clock.advance(timesOutInMs);
    this.#failed(open);
    this.open = undefined;
  }

  #sentAtMs = 0;

  #answer(open: SentText, how: "accept" | "refuse"): void {
    this.open = undefined;
    const heartbeat = open.action === "Heartbeat";
    if (how === "refuse") {
      this.#failed(open);
      this.bench.refuse(open.messageId);
    } else {
      if (!heartbeat) this.accepted.add(seqNoOf(open));
      this.bench.accept(open.messageId, heartbeat ? { currentTime: "2026-01-15T10:00:00Z" } : {});
    }
  }

  #failed(open: SentText): void {
    if (open.action === "Heartbeat") return;
    const seqNo = seqNoOf(open);
    const failures = (this.failures.get(seqNo) ?? 0) + 1;
    this.failures.set(seqNo, failures);
    const recorded = this.outbox.all().find(({ position }) => position === seqNo)?.attempts ?? 0;
    const left = this.#transmissionsLeft.get(seqNo) ?? ATTEMPTS - recorded;
    this.#transmissionsLeft.set(seqNo, left - 1);
    const transmissions = ATTEMPTS - left + 1;
    this.#notBeforeMs.set(seqNo, this.bench.clock.monotonicMs() + transmissions * INTERVAL_SECONDS * 1000);
  }

  async #settle(): Promise<void> {
    await settled();
    for (const sent of this.bench.sent.slice(this.#seen)) this.#sentBy(sent);
    this.#seen = this.bench.sent.length;
  }

  #sentBy(sent: SentText): void {
    assert.equal(this.open, undefined, "a CALL was sent while another one was outstanding");
    assert(this.online, "a CALL was sent without connection");
    this.open = sent;
    this.#sentAtMs = this.bench.clock.monotonicMs();
    if (sent.action === "Heartbeat") return;
    const content = JSON.stringify(sent.payload);
    assert.equal(this.contents.get(sent.messageId) ?? content, content, "one id, two contents");
    this.contents.set(sent.messageId, content);
    const seqNo = seqNoOf(sent);
    assert.equal(sent.messageId, `outbox-${seqNo}`, "a message got another id");
    assert(seqNo <= this.#furthest + 1, `message ${seqNo} overtook ${this.#furthest + 1}`);
    assert(seqNo >= this.#furthest - this.#backAllowed, `message ${seqNo} came back after ${this.#furthest}`);
    assert(this.#sentAtMs >= (this.#notBeforeMs.get(seqNo) ?? 0), `message ${seqNo} came again too early`);
    assert.notEqual(this.#transmissionsLeft.get(seqNo), 0, `message ${seqNo} came too often`);
    for (let before = 1; before < seqNo; before++) this.#assertPassed(before);
    if (seqNo > this.#furthest) this.#backAllowed = 0;
    this.#furthest = Math.max(this.#furthest, seqNo);
  }

  #assertPassed(seqNo: number): void {
    const done = this.accepted.has(seqNo) || (this.failures.get(seqNo) ?? 0) >= ATTEMPTS;
    assert(done, `message ${seqNo} was passed over`);
  }

  assertNothingLost(): void {
    for (let seqNo = 1; seqNo <= this.enqueued; seqNo++) this.#assertPassed(seqNo);
  }
}

function seqNoOf(sent: SentText): number {
  return (sent.payload as { seqNo: number }).seqNo;
}

Deno.test("whatever happens: one CALL at a time, the outbox in order, nothing lost, every repeat the same", async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (commands) => {
      const model = new Model();
      for (const command of commands) await model.run(command);
      await model.finish();
      model.assertNothingLost();
    }),
    { numRuns: 1000 },
  );
});
