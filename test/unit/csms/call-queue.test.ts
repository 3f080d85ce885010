import assert from "node:assert/strict";
import { MAX_SETTLING_MS } from "../../../src/csms/call-queue.ts";
import type { Registration } from "../../../src/csms/unqueued-calls.ts";
import {
  MAX_UNSETTLED_MESSAGES,
  MAX_WAITING_CONTROL_CALLS,
  MAX_WAITING_ORDINARY_CALLS,
} from "../../../src/kernel/limits.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { QueueBench } from "./queue-bench.ts";

const HEARTBEAT_RESPONSE = { currentTime: "2026-01-15T10:00:00Z" };

Deno.test("a CALL goes out at once and its CALLRESULT comes back", async () => {
  const bench = new QueueBench().online();
  const outcome = bench.call("Heartbeat", "{}", "ordinary");
  assert.deepEqual(bench.sent, [{ messageId: "id-1", action: "Heartbeat", payload: {} }]);
  bench.accept("id-1", HEARTBEAT_RESPONSE);
  assert.deepEqual(await outcome, { kind: "result", response: HEARTBEAT_RESPONSE });
  assert.deepEqual(bench.clock.pending(), []);
});

Deno.test("never two CALLs at once: the second waits for the answer to the first", async () => {
  const bench = new QueueBench().online();
  const first = bench.call("Heartbeat", "{}", "ordinary");
  const second = bench.call("Heartbeat", "{}", "ordinary");
  bench.enqueue(1);
  assert.equal(bench.sent.length, 1);
  bench.accept("id-1", HEARTBEAT_RESPONSE);
  await first;
  assert.equal(bench.sent.length, 2);
  bench.accept();
  bench.accept("id-2", HEARTBEAT_RESPONSE);
  assert.equal((await second).kind, "result");
});

Deno.test("a CALLERROR, a broken answer and a result against the schema are errors", async () => {
  const bench = new QueueBench().online();
  const call = () => bench.call("Heartbeat", "{}", "ordinary");
  const refused = call();
  bench.refuse(undefined, "NotSupported");
  assert.deepEqual(await refused, { kind: "error", code: "NotSupported", description: "" });
  const wrong = call();
  bench.accept(undefined, { currentTime: 17 });
  const outcome = await wrong;
  assert(outcome.kind === "error");
  assert.equal(outcome.code, "TypeConstraintViolation");
  const broken = call();
  const messageId = bench.last.messageId as never;
  bench.queue.answer({ kind: "malformedAnswer", messageId, description: "no payload" });
  assert.deepEqual(await broken, { kind: "error", code: "RpcFrameworkError", description: "no payload" });
});

Deno.test("without an answer within MessageTimeout the CALL has timed out and the next one goes", async () => {
  const bench = new QueueBench().online();
  const first = bench.call("Heartbeat", "{}", "ordinary");
  const second = bench.call("Heartbeat", "{}", "ordinary");
  bench.clock.advance(29_999);
  assert.equal(bench.sent.length, 1);
  bench.clock.advance(1);
  assert.deepEqual(await first, { kind: "timeout" });
  assert.equal(bench.sent.length, 2);
  bench.accept("id-1", HEARTBEAT_RESPONSE);
  assert.deepEqual(bench.log.messages("warning").slice(-1), [
    "an answer of the CSMS is ignored: it belongs to no call",
  ]);
  bench.accept("id-2", HEARTBEAT_RESPONSE);
  assert.equal((await second).kind, "result");
});

Deno.test("an answer that nobody asked for is ignored and logged", () => {
  const bench = new QueueBench().online();
  bench.accept("never-sent");
  assert.deepEqual(bench.log.messages("warning"), [
    "an answer of the CSMS is ignored: it belongs to no call",
  ]);
});

Deno.test("the message timeout is read for every CALL", async () => {
  const bench = new QueueBench().online();
  bench.messageTimeoutMs = 5_000;
  const outcome = bench.call("Heartbeat", "{}", "ordinary");
  bench.clock.advance(5_000);
  assert.deepEqual(await outcome, { kind: "timeout" });
});

const gates: readonly [Registration, boolean][] = [
  ["none", false],
  ["pending", false],
  ["rejected", false],
  ["accepted", true],
];

for (const [registration, open] of gates) {
  Deno.test(`registration ${registration}: control may send, the others ${open ? "too" : "not"}`, async () => {
    const bench = new QueueBench();
    bench.queue.open(bench.line());
    bench.queue.setRegistration(registration);
    bench.enqueue(1);
    assert.equal(bench.sent.length, open ? 1 : 0);
    if (open) bench.accept();
    const ordinary = bench.call("Heartbeat", "{}", "ordinary");
    if (open) bench.accept(undefined, HEARTBEAT_RESPONSE);
    assert.equal((await ordinary).kind, open ? "result" : "offline");
    void bench.call("BootNotification", "{}", "control");
    assert.equal(bench.last.action, "BootNotification");
  });
}

Deno.test("what the CSMS was promised waits for acceptance and survives none (B02.FR.02)", async () => {
  for (const end of ["accepted", "rejected", "lost"] as const) {
    const bench = new QueueBench();
    bench.queue.open(bench.line());
    bench.queue.setRegistration("pending");
    const promised = bench.call("Heartbeat", "{}", "promised");
    assert.deepEqual(bench.sent, []);
    if (end === "lost") bench.lose();
    else bench.queue.setRegistration(end);
    if (end === "accepted") bench.accept(undefined, HEARTBEAT_RESPONSE);
    assert.equal((await promised).kind, end === "accepted" ? "result" : "offline", end);
  }
});

Deno.test("a rejection stops what was requested before, at once, and only BootNotification is sent (B03.FR.02)", async () => {
  const bench = new QueueBench();
  bench.queue.open(bench.line());
  bench.queue.setRegistration("pending");
  void bench.call("BootNotification", "{}", "control");
  const page = bench.call("Heartbeat", "{}", "control");
  bench.accept(undefined, { status: "Rejected", currentTime: "2026-01-15T10:00:00Z", interval: 60 });
  assert.deepEqual(await page, { kind: "offline" });
  assert.deepEqual(await bench.call("Heartbeat", "{}", "control"), { kind: "offline" });
  assert.equal(bench.sent.length, 1);
  void bench.call("BootNotification", "{}", "control");
  assert.equal(bench.sent.length, 2);
});

Deno.test("being accepted opens the outbox; losing that closes it and drops what waits unsaved", async () => {
  const bench = new QueueBench();
  bench.queue.open(bench.line());
  bench.enqueue(1, 2);
  assert.deepEqual(bench.sent, []);
  bench.queue.setRegistration("accepted");
  assert.deepEqual(bench.sentSeqNos, [1]);
  const waiting = bench.call("Heartbeat", "{}", "ordinary");
  bench.queue.setRegistration("none");
  assert.deepEqual(await waiting, { kind: "offline" });
  bench.accept();
  await settled();
  assert.deepEqual(bench.sentSeqNos, [1]);
});

Deno.test("offline, calls are offline at once and the outbox keeps its messages", async () => {
  const bench = new QueueBench();
  bench.queue.setRegistration("accepted");
  assert.deepEqual(await bench.call("Heartbeat", "{}", "ordinary"), { kind: "offline" });
  assert.deepEqual(await bench.call("BootNotification", "{}", "control"), { kind: "offline" });
  bench.enqueue(1);
  assert.equal(bench.outbox.count(), 1);
});

Deno.test("a backlog of 1000 delays a Heartbeat by one exchange, and Heartbeats do not stop the backlog", async () => {
  const bench = new QueueBench();
  bench.queue.setRegistration("accepted");
  bench.enqueue(...Array.from({ length: 1000 }, (_, index) => index));
  bench.queue.open(bench.line());
  bench.queue.resume();
  for (let heartbeat = 0; heartbeat < 10; heartbeat++) {
    void bench.call("Heartbeat", "{}", "ordinary");
    void bench.call("Heartbeat", "{}", "ordinary");
  }
  for (let exchange = 0; exchange < 20; exchange++) {
    bench.accept(undefined, bench.last.action === "Heartbeat" ? HEARTBEAT_RESPONSE : {});
    await settled();
  }
  const actions = bench.sent.slice(0, 20).map(({ action }) => action);
  assert.equal(actions.filter((action) => action === "Heartbeat").length, 10);
  for (const [index, action] of actions.entries()) assert.notEqual(action, actions[index + 1]);
});

Deno.test("every queued message is reported with its answer and removed, in order", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1, 2, 3);
  for (let message = 0; message < 3; message++) {
    bench.accept();
    await settled();
  }
  assert.deepEqual(bench.sentSeqNos, [1, 2, 3]);
  assert.deepEqual(bench.delivered.map(({ message }) => message.position), [1, 2, 3]);
  assert.deepEqual(bench.delivered[0]?.outcome, { kind: "result", response: {} });
  assert.equal(bench.outbox.count(), 0);
  assert.equal(bench.outbox.passedUpTo, 3);
});

Deno.test("the next message goes out before the removal of the last is on disk, but not arbitrarily far ahead", async () => {
  const bench = new QueueBench();
  const disk = Promise.withResolvers<void>();
  bench.outbox.flush = () => disk.promise;
  bench.online();
  bench.enqueue(1, 2, 3, 4, 5);
  for (let message = 0; message < MAX_UNSETTLED_MESSAGES; message++) {
    assert.equal(bench.sentSeqNos.length, message + 1);
    bench.accept();
  }
  await settled();
  assert.equal(bench.sentSeqNos.length, MAX_UNSETTLED_MESSAGES);
  disk.resolve();
  await settled();
  assert.equal(bench.sentSeqNos.length, MAX_UNSETTLED_MESSAGES + 1);
});

Deno.test("removal waits until the station has taken the answer", async () => {
  const bench = new QueueBench().online();
  const taken = Promise.withResolvers<void>();
  bench.onDelivered = () => taken.promise;
  bench.enqueue(1);
  bench.accept();
  await settled();
  assert.equal(bench.outbox.count(), 1);
  taken.resolve();
  await settled();
  assert.equal(bench.outbox.count(), 0);
});

Deno.test("a station that fails on an answer neither stops the queue nor gets the message again", async () => {
  const bench = new QueueBench().online();
  bench.onDelivered = () => Promise.reject(new Error("bug"));
  bench.enqueue(1, 2);
  bench.accept();
  await settled();
  assert.deepEqual(bench.sentSeqNos, [1, 2]);
  assert.equal(bench.outbox.count(), 1);
  assert.deepEqual(bench.log.messages("error"), ["handling the answer to a queued message failed"]);
});

Deno.test("E13: refused and unanswered, the same message comes again after the interval times its transmissions", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1, 2);
  const first = bench.last;
  bench.refuse();
  await settled();
  assert.equal(bench.outbox.head()?.attempts, 1);
  bench.clock.advance(9_999);
  await settled();
  assert.equal(bench.sent.length, 1);
  bench.clock.advance(1);
  await settled();
  assert.deepEqual(bench.last, first);
  assert.equal(bench.sent.length, 2);
  bench.clock.advance(30_000);
  await settled();
  assert.equal(bench.clock.remainingMs("csms.retry"), 20_000);
  bench.clock.advance(20_000);
  await settled();
  assert.deepEqual(bench.last, first);
  assert.equal(bench.sent.length, 3);
  bench.refuse();
  await settled();
  assert.deepEqual(bench.delivered.map(({ outcome }) => outcome.kind), ["error"]);
  assert.deepEqual(bench.sentSeqNos, [1, 1, 1, 2]);
});

Deno.test("a message waiting for its next attempt holds up the outbox and nothing else", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1, 2);
  bench.refuse();
  await settled();
  const heartbeat = bench.call("Heartbeat", "{}", "ordinary");
  bench.accept(undefined, HEARTBEAT_RESPONSE);
  assert.equal((await heartbeat).kind, "result");
  await settled();
  assert.deepEqual(bench.sentSeqNos, [1]);
});

Deno.test("attempts survive a restart: the second process gives up where the first would have", async () => {
  const first = new QueueBench().online();
  first.enqueue(1);
  first.refuse();
  await settled();
  await first.queue.stop();
  const second = new QueueBench(first.outbox).online();
  assert.equal(second.last.messageId, "outbox-1");
  second.refuse();
  await settled();
  second.clock.advance(20_000);
  await settled();
  second.refuse();
  await settled();
  assert.equal(second.outbox.count(), 0);
  assert.equal(second.sent.length, 2);
});

Deno.test("a lost connection is no attempt: the message goes out again on the next one, as it was", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1, 2);
  const first = bench.last;
  bench.lose();
  await settled();
  assert.equal(bench.outbox.head()?.attempts, 0);
  assert.deepEqual(bench.delivered, []);
  bench.queue.open(bench.line());
  bench.queue.resume();
  assert.deepEqual(bench.last, first);
  assert.deepEqual(bench.sentSeqNos, [1, 1]);
});

Deno.test("a retry that falls due offline waits for the connection", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1);
  bench.refuse();
  await settled();
  bench.lose();
  bench.clock.advance(10_000);
  await settled();
  assert.equal(bench.sent.length, 1);
  bench.queue.open(bench.line());
  bench.queue.resume();
  assert.equal(bench.sent.length, 2);
});

Deno.test("when the connection goes, a CALL on its way has timed out and those waiting were never sent", async () => {
  const bench = new QueueBench().online();
  const sent = bench.call("Heartbeat", "{}", "ordinary");
  const waiting = bench.call("Heartbeat", "{}", "ordinary");
  const control = bench.call("BootNotification", "{}", "control");
  bench.lose();
  assert.deepEqual(await Promise.all([sent, waiting, control]), [
    { kind: "timeout" },
    { kind: "offline" },
    { kind: "offline" },
  ]);
  assert.deepEqual(bench.clock.pending(), []);
});

Deno.test("a socket that is closed already: nothing was sent, and nothing more is tried on it", async () => {
  const bench = new QueueBench().online();
  bench.sendResult = "closed";
  const outcome = bench.call("Heartbeat", "{}", "ordinary");
  bench.enqueue(1);
  assert.deepEqual(await outcome, { kind: "offline" });
  await settled();
  assert.deepEqual(await bench.call("Heartbeat", "{}", "ordinary"), { kind: "offline" });
  bench.sendResult = "sent";
  bench.queue.open(bench.line());
  bench.queue.resume();
  assert.deepEqual(bench.sentSeqNos, [1]);
});

Deno.test("a late word of the old connection does not end the new one", async () => {
  const bench = new QueueBench();
  bench.queue.setRegistration("accepted");
  const oldSend = Promise.withResolvers<"closed">();
  bench.queue.open({ ...bench.line(), send: () => oldSend.promise });
  void bench.call("Heartbeat", "{}", "ordinary");
  bench.lose();
  bench.queue.open(bench.line());
  oldSend.resolve("closed");
  await settled();
  const heartbeat = bench.call("Heartbeat", "{}", "ordinary");
  bench.accept(undefined, HEARTBEAT_RESPONSE);
  assert.equal((await heartbeat).kind, "result");
});

Deno.test("a connection lost during its resume delay does not delay the next one", () => {
  const bench = new QueueBench();
  bench.queue.setRegistration("accepted");
  bench.queue.open(bench.line(3_000));
  bench.lose();
  assert.deepEqual(bench.clock.pending(), []);
  bench.queue.open(bench.line());
  bench.enqueue(1);
  assert.deepEqual(bench.sentSeqNos, [1]);
});

Deno.test("after a reconnect only control traffic flows until the resume delay is over", async () => {
  const bench = new QueueBench();
  bench.queue.setRegistration("accepted");
  bench.queue.open(bench.line(3_000));
  bench.queue.resume();
  bench.enqueue(1);
  const ordinary = bench.call("Heartbeat", "{}", "ordinary");
  assert.deepEqual(bench.sent, []);
  void bench.call("BootNotification", "{}", "control");
  assert.equal(bench.last.action, "BootNotification");
  bench.refuse();
  await settled();
  assert.equal(bench.sent.length, 1);
  bench.clock.advance(3_000);
  assert.equal(bench.last.action, "Heartbeat");
  bench.accept(undefined, HEARTBEAT_RESPONSE);
  assert.equal((await ordinary).kind, "result");
  assert.deepEqual(bench.sentSeqNos, [1]);
});

for (
  const [lane, limit] of [
    ["ordinary", MAX_WAITING_ORDINARY_CALLS],
    ["control", MAX_WAITING_CONTROL_CALLS],
  ] as const
) {
  Deno.test(`${limit} ${lane} calls may wait, one more is not sent`, async () => {
    const bench = new QueueBench().online();
    bench.enqueue(1);
    let settledCalls = 0;
    for (let call = 0; call < limit; call++) {
      void bench.call("Heartbeat", "{}", lane).then(() => settledCalls++);
    }
    await settled();
    assert.equal(settledCalls, 0);
    // Not "offline": the CSMS is there, and what it says of tokens counts.
    assert.deepEqual(await bench.call("Heartbeat", "{}", lane), { kind: "timeout" });
    assert.deepEqual(bench.log.messages("warning"), ["too many calls are waiting, one is not sent"]);
  });
}

Deno.test("a full ordinary lane leaves room for control", () => {
  const bench = new QueueBench().online();
  bench.enqueue(1);
  for (let call = 0; call < MAX_WAITING_ORDINARY_CALLS + 1; call++) {
    void bench.call("Heartbeat", "{}", "ordinary");
  }
  void bench.call("BootNotification", "{}", "control");
  bench.accept();
  assert.equal(bench.last.action, "BootNotification");
});

Deno.test("a CALL of ours does not overtake the answer to one of the CSMS, for a second at most", async () => {
  const bench = new QueueBench().online();
  bench.queue.answering();
  void bench.call("Heartbeat", "{}", "ordinary");
  assert.deepEqual(bench.sent, []);
  bench.queue.answered();
  assert.equal(bench.sent.length, 1);
  bench.accept(undefined, HEARTBEAT_RESPONSE);
  bench.queue.answering();
  void bench.call("Heartbeat", "{}", "ordinary");
  bench.clock.advance(999);
  assert.equal(bench.sent.length, 1);
  bench.clock.advance(1);
  assert.equal(bench.sent.length, 2);
  bench.accept(undefined, HEARTBEAT_RESPONSE);
  void bench.call("Heartbeat", "{}", "ordinary");
  assert.equal(bench.sent.length, 3);
  bench.queue.answered();
  await bench.queue.stop();
  assert.deepEqual(bench.clock.pending(), []);
});

Deno.test("stopping waits for the disk and leaves no timer behind", async () => {
  const bench = new QueueBench().online();
  const disk = Promise.withResolvers<void>();
  bench.outbox.flush = () => disk.promise;
  bench.enqueue(1);
  bench.refuse();
  let stopped = false;
  const stopping = bench.queue.stop().then(() => stopped = true);
  await settled();
  assert.equal(stopped, false);
  disk.resolve();
  await stopping;
  assert.equal(bench.outbox.head()?.attempts, 1);
  assert.deepEqual(bench.clock.pending(), []);
});

Deno.test("answers that the station cannot take before the end stay in the outbox, with those behind them", async () => {
  const bench = new QueueBench().online();
  const handlings: PromiseWithResolvers<void>[] = [];
  bench.onDelivered = () => {
    const handling = Promise.withResolvers<void>();
    handlings.push(handling);
    return handling.promise;
  };
  bench.enqueue(1, 2);
  for (let message = 0; message < 2; message++) bench.accept();
  await settled();
  const stopping = bench.queue.stop();
  handlings[0]!.reject(new Error("disk full"));
  await settled();
  handlings[1]?.resolve();
  await stopping;
  assert.equal(handlings.length, 1);
  assert.deepEqual([bench.outbox.count(), bench.outbox.head()?.position], [2, 1]);
  assert.deepEqual(bench.log.messages("error"), []);
});

Deno.test("what the disk did not remove is removed when the queue stops, if the disk works again", async () => {
  const bench = new QueueBench().online();
  const remove = bench.outbox.remove.bind(bench.outbox);
  bench.outbox.remove = () => Promise.reject(new Error("disk full"));
  bench.enqueue(1, 2);
  for (let message = 0; message < 2; message++) bench.accept();
  await settled();
  assert.equal(bench.outbox.count(), 2);
  bench.outbox.remove = remove;
  await bench.queue.stop();
  assert.equal(bench.outbox.count(), 0);
});

Deno.test("a disk that refuses to count an attempt does not stop the retries", async () => {
  const bench = new QueueBench().online();
  bench.outbox.flush = () => Promise.reject(new Error("disk full"));
  bench.enqueue(1);
  bench.refuse();
  await settled();
  bench.clock.advance(10_000);
  await settled();
  assert.equal(bench.sent.length, 2);
  assert.deepEqual(bench.log.messages("error"), ["a failed attempt could not be recorded"]);
});

Deno.test("the watchdog hears of an answered message that nobody takes, and of nothing else", async () => {
  const bench = new QueueBench().online();
  assert.equal(bench.queue.progress(), "healthy");
  bench.onDelivered = () => new Promise(() => {});
  bench.clock.advance(3600_000);
  bench.enqueue(1, 2);
  assert.equal(bench.queue.progress(), "healthy");
  bench.accept();
  await settled();
  assert.equal(bench.queue.progress(), "healthy");
  bench.clock.advance(MAX_SETTLING_MS);
  assert.equal(bench.queue.progress(), "healthy");
  bench.clock.advance(1);
  assert.deepEqual(bench.queue.progress(), { stuck: "an answered message stays in the outbox" });
});

Deno.test("the watchdog hears of a message that could be sent and is not", () => {
  const bench = new QueueBench().online();
  bench.outbox.add("{}");
  assert.deepEqual(bench.queue.progress(), { stuck: "a call could be sent and is not" });
  bench.queue.outboxGrew();
  assert.equal(bench.queue.progress(), "healthy");
});

const STATUS = "StatusNotification";

Deno.test("a status that still waits is replaced by the newer one, and both end with its outcome", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1);
  const first = bench.call(STATUS, '{"connectorStatus":"Occupied"}', "ordinary", "1/1");
  const other = bench.call(STATUS, '{"connectorStatus":"Faulted"}', "ordinary", "2/1");
  const last = bench.call(STATUS, '{"connectorStatus":"Available"}', "ordinary", "1/1");
  bench.accept();
  assert.deepEqual(bench.last.payload, { connectorStatus: "Available" });
  bench.accept();
  assert.deepEqual([(await first).kind, (await last).kind], ["result", "result"]);
  assert.deepEqual(bench.last.payload, { connectorStatus: "Faulted" });
  bench.accept();
  assert.equal((await other).kind, "result");
});

Deno.test("a token is asked about before anything that can wait, and displaces measurements from a full lane", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1);
  const measurements = Array.from(
    { length: MAX_WAITING_ORDINARY_CALLS },
    (_, index) => bench.call("MeterValues", `{"n":${index}}`, "ordinary"),
  );
  const token = bench.call("Authorize", "{}", "ordinary");
  void bench.call(STATUS, "{}", "ordinary");
  assert.deepEqual(await Promise.all(measurements.slice(0, 2)), [{ kind: "timeout" }, { kind: "timeout" }]);
  bench.accept();
  assert.equal(bench.last.action, "Authorize");
  bench.accept(undefined, { idTokenInfo: { status: "Accepted" } });
  assert.equal((await token).kind, "result");
  assert.equal(bench.last.action, STATUS);
  bench.accept();
  assert.deepEqual(bench.last.payload, { n: 2 });
});

Deno.test("a security event that is refused holds up no transaction, and is never given up (A04.FR.02)", async () => {
  const bench = new QueueBench().online();
  bench.outbox.add("{}", "SecurityEventNotification");
  bench.enqueue(2, 3);
  const refuseSecurityEvent = async () => {
    while (bench.last.action !== "SecurityEventNotification") {
      bench.accept();
      await settled();
    }
    bench.refuse();
    await settled();
  };
  await refuseSecurityEvent();
  assert.deepEqual(bench.sentSeqNos, [2, 3]);
  bench.accept();
  await settled();
  for (const waitMs of [10_000, 20_000]) {
    bench.clock.advance(waitMs);
    await settled();
    await refuseSecurityEvent();
  }
  assert.equal(bench.setAside.length, 1);
  bench.enqueue(4);
  assert.deepEqual(bench.sentSeqNos, [2, 3, 4]);
  bench.accept();
  await settled();
  for (let round = 0; round < 20; round++) {
    await bench.clock.fire("csms.setAside");
    await refuseSecurityEvent();
  }
  assert.deepEqual(bench.outbox.all().map(({ action }) => action), ["SecurityEventNotification"]);
  await bench.clock.fire("csms.setAside");
  bench.accept();
  await settled();
  assert.equal(bench.outbox.count(), 0);
});

const TOO_BIG = { kind: "closedByPeer", code: 1009, reason: "" } as const;
const BROKEN = { kind: "closedByPeer", code: 1011, reason: "" } as const;
const CUT = { kind: "lost", reason: "reset by peer" } as const;

Deno.test("a message with which the CSMS closes the connection lets the others pass and is tried more and more rarely", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1, 2, 3);
  for (let loss = 0; loss < 2; loss++) {
    assert.deepEqual(bench.sentSeqNos.at(-1), 1);
    bench.lose(TOO_BIG);
    await settled();
    bench.reconnect();
  }
  for (const seqNo of [2, 3]) {
    assert.equal(bench.sentSeqNos.at(-1), seqNo);
    bench.accept();
    await settled();
  }
  assert.deepEqual(bench.outbox.all().map(({ attempts, setbacks }) => [attempts, setbacks]), [[0, 1]]);
  assert.equal(bench.outbox.passedUpTo, 3);
  assert.equal(bench.setAside.length, 1);
  for (const minutes of [10, 20, 40]) {
    const before = bench.sent.length;
    bench.clock.advance(minutes * 60_000 - 1);
    assert.equal(bench.sent.length, before);
    bench.clock.advance(1);
    assert.equal(bench.sentSeqNos.at(-1), 1);
    bench.lose(TOO_BIG);
    await settled();
    bench.reconnect();
  }
  bench.clock.advance(80 * 60_000);
  bench.accept();
  await settled();
  assert.equal(bench.outbox.count(), 0);
});

Deno.test("an Ended event that the CSMS cannot take is sent again with fewer meter values before it is set aside", async () => {
  const bench = new QueueBench().online();
  const meterValue = Array.from({ length: 40 }, (_, n) => ({
    timestamp: new Date(n * 60_000).toISOString(),
    sampledValue: [{ value: n }],
  }));
  bench.outbox.add(JSON.stringify({ eventType: "Ended", seqNo: 9, meterValue }));
  bench.queue.outboxGrew();
  const counts: number[] = [];
  for (let loss = 0; loss < 8; loss++) {
    counts.push((bench.last.payload as { meterValue: unknown[] }).meterValue.length);
    bench.lose(TOO_BIG);
    await settled();
    bench.reconnect();
    await settled();
  }
  assert.deepEqual(counts.slice(0, 6), [40, 40, 20, 20, 2, 2]);
  assert.equal(new Set(bench.sent.map(({ messageId }) => messageId)).size, 3);
  assert.equal(bench.setAside.length, 1);
  assert.equal(bench.outbox.count(), 1);
});

Deno.test("a line that is cut with the same message three times in a row: it rests; with others too: the lane pauses", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1, 2, 3);
  const cut = async () => {
    bench.lose(CUT);
    await settled();
    bench.reconnect();
  };
  for (let loss = 0; loss < 3; loss++) await cut();
  assert.equal(bench.sentSeqNos.at(-1), 2);
  await cut();
  const before = bench.sent.length;
  bench.clock.advance(2 * 60_000 - 1);
  await settled();
  assert.equal(bench.sent.length, before);
  bench.clock.advance(1);
  assert.equal(bench.sentSeqNos.at(-1), 3);
  for (let times = 0; times < 3; times++) {
    bench.accept();
    await settled();
  }
  // Nobody was convicted, and what rested went as soon as the CSMS took one.
  assert.deepEqual(bench.sentSeqNos.slice(-3), [3, 1, 2]);
  assert.deepEqual([bench.setAside.length, bench.outbox.count()], [0, 0]);
});

Deno.test("a message is convicted by one loss more after the CSMS took another one", async () => {
  const bench = new QueueBench().online();
  bench.enqueue(1, 2, 3);
  for (let loss = 0; loss < 2; loss++) {
    bench.lose(BROKEN);
    await settled();
    bench.reconnect();
  }
  assert.equal(bench.sentSeqNos.at(-1), 2);
  bench.accept();
  await settled();
  assert.equal(bench.sentSeqNos.at(-1), 1);
  bench.lose(BROKEN);
  await settled();
  bench.reconnect();
  assert.equal(bench.sentSeqNos.at(-1), 3);
  assert.deepEqual(bench.setAside.map(({ message }) => message.position), [1]);
});

Deno.test("an Ended event keeps its meter values while the CSMS takes no event at all", async () => {
  const bench = new QueueBench().online();
  const meterValue = Array.from({ length: 9 }, (_, n) => ({
    timestamp: new Date(n * 60_000).toISOString(),
    sampledValue: [{ value: n }],
  }));
  const ended = (id: string) => ({ eventType: "Ended", transactionInfo: { transactionId: id }, meterValue });
  for (const id of ["a", "b"]) bench.outbox.add(JSON.stringify(ended(id)));
  bench.queue.outboxGrew();
  for (let loss = 0; loss < 12; loss++) {
    bench.lose(BROKEN);
    await settled();
    bench.reconnect();
    bench.clock.advance(10 * 60_000);
    await settled();
  }
  for (let times = 0; times < 2; times++) {
    assert.equal((bench.last.payload as { meterValue: unknown[] }).meterValue.length, 9);
    bench.accept();
    await settled();
  }
  assert.equal(bench.outbox.count(), 0);
});

Deno.test("a status with which connections end is not sent for a while, and others are", async () => {
  const bench = new QueueBench().online();
  const tell = () => bench.call(STATUS, "{}", "ordinary", "1/1");
  for (let loss = 0; loss < 2; loss++) {
    const told = tell();
    bench.lose(TOO_BIG);
    assert.equal((await told).kind, "timeout");
    bench.reconnect();
  }
  const before = bench.sent.length;
  assert.deepEqual(await tell(), { kind: "timeout" });
  assert.equal(bench.sent.length, before);
  void bench.call(STATUS, "{}", "ordinary", "2/1");
  assert.equal(bench.sent.length, before + 1);
  bench.accept();
  bench.clock.advance(600_000);
  void tell();
  assert.equal(bench.sent.length, before + 2);
  // Taken now: one more lost connection proves nothing.
  bench.accept();
  const once = tell();
  bench.lose(TOO_BIG);
  assert.equal((await once).kind, "timeout");
  bench.reconnect();
  void tell();
  assert.equal(bench.sent.length, before + 4);
});

Deno.test("only what really went out counts as sent, whichever lane won the turn (E11.FR.07)", async () => {
  const bench = new QueueBench().online();
  void bench.call("Heartbeat", "{}", "ordinary");
  bench.enqueue(1);
  assert.deepEqual(bench.outbox.out, []);
  bench.lose(CUT);
  bench.sendResult = "closed";
  bench.reconnect();
  await settled();
  assert.deepEqual(bench.outbox.out, []);
  bench.sendResult = "sent";
  bench.reconnect();
  assert.deepEqual(bench.outbox.out, [1]);
});
