import assert from "node:assert/strict";
import { InboundCalls } from "../../../src/csms/inbound-calls.ts";
import type { Answer } from "../../../src/csms/link.ts";
import { messageId } from "../../../src/kernel/ids.ts";
import { MAX_CALLS_BEING_ANSWERED } from "../../../src/kernel/limits.ts";
import type { Action } from "../../../src/ocpp/messages.ts";
import { settled } from "../../fakes/memory-socket.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const RESET = { type: "Immediate" };
const ACCEPTED: Answer = { kind: "result", response: { status: "Accepted" } };

class Bench {
  readonly replies: unknown[][] = [];
  readonly handled: { action: Action; request: unknown }[] = [];
  readonly log = new RecordingLogger();
  handle: (action: Action, request: unknown) => Promise<Answer> = () => Promise.resolve(ACCEPTED);
  refusing = false;
  /** CALLs in progress, as the call queue is told. */
  answering = 0;
  sendResult: "sent" | "closed" = "sent";
  readonly inbound = new InboundCalls({
    host: {
      handle: (action, request) => {
        this.handled.push({ action, request });
        return this.handle(action, request);
      },
      implements: (action) => action !== "CustomerInformation",
      refusesCalls: () => this.refusing,
    },
    log: this.log,
    answering: () => this.answering++,
    answered: () => this.answering--,
  });
  readonly reply = (text: string) => {
    this.replies.push(JSON.parse(text));
    return Promise.resolve(this.sendResult);
  };

  receive(action: string, payload: unknown, id = "csms-1", reply = this.reply) {
    return this.inbound.receive({ kind: "call", messageId: messageId(id), action, payload }, reply);
  }
}

Deno.test("a valid CALL is handled and answered under its own id", async () => {
  const bench = new Bench();
  assert.equal(await bench.receive("Reset", RESET), "valid");
  await settled();
  assert.deepEqual(bench.handled, [{ action: "Reset", request: RESET }]);
  assert.deepEqual(bench.replies, [[3, "csms-1", { status: "Accepted" }]]);
  assert.equal(bench.answering, 0);
});

const refusals: readonly [name: string, action: string, payload: unknown, code: string, invalid: boolean][] =
  [
    ["an action that does not exist", "MakeCoffee", {}, "NotImplemented", true],
    ["an action in the wrong case", "reset", RESET, "NotImplemented", true],
    ["an action that only stations call", "BootNotification", {}, "NotSupported", false],
    ["an action that nobody implements", "CustomerInformation", {}, "NotSupported", false],
    ["a payload without a required field", "Reset", {}, "OccurrenceConstraintViolation", true],
    ["a payload with a wrong type", "Reset", { type: 1 }, "TypeConstraintViolation", true],
    ["a payload with a wrong value", "Reset", { type: "Soft" }, "PropertyConstraintViolation", true],
    ["a payload with an unknown field", "Reset", { ...RESET, now: true }, "FormatViolation", true],
    ["a payload that is no object", "Reset", [], "ProtocolError", true],
  ];

for (const [name, action, payload, code, invalid] of refusals) {
  Deno.test(`${name} answers ${code}`, async () => {
    const bench = new Bench();
    const verdict = await bench.receive(action, payload);
    assert.equal(verdict !== "valid", invalid);
    assert.deepEqual(bench.replies.map((reply) => reply.slice(0, 3)), [[4, "csms-1", code]]);
    assert.deepEqual(bench.handled, []);
    assert.equal(bench.answering, 0);
  });
}

Deno.test("B03.FR.08: while rejected every CALL answers SecurityError", async () => {
  const bench = new Bench();
  bench.refusing = true;
  for (const action of ["Reset", "MakeCoffee", "BootNotification"]) await bench.receive(action, RESET);
  assert.deepEqual(bench.replies.map((reply) => reply[2]), Array(3).fill("SecurityError"));
});

Deno.test("a CALLERROR of a handler goes out as it is", async () => {
  const bench = new Bench();
  bench.handle = () =>
    Promise.resolve({ kind: "error", code: "NotSupported", description: "no such report" });
  await bench.receive("Reset", RESET);
  await settled();
  assert.deepEqual(bench.replies, [[4, "csms-1", "NotSupported", "no such report", {}]]);
});

const failures: readonly [name: string, handle: () => Promise<Answer>][] = [
  ["throws", () => {
    throw new Error("bug");
  }],
  ["rejects", () => Promise.reject(new Error("bug"))],
  ["answers against the schema", () => Promise.resolve({ kind: "result", response: { status: "Maybe" } })],
  ["answers what JSON cannot express", () => {
    const response: Record<string, unknown> = { status: "Accepted", customData: { vendorId: "x" } };
    (response["customData"] as Record<string, unknown>)["self"] = response;
    return Promise.resolve({ kind: "result", response });
  }],
];

for (const [name, handle] of failures) {
  Deno.test(`a handler that ${name} answers InternalError, keeps the details at home and promises nothing`, async () => {
    const bench = new Bench();
    let followed = false;
    bench.handle = async () => ({ afterSent: () => followed = true, ...await handle() });
    await bench.receive("Reset", RESET);
    await settled();
    assert.deepEqual(bench.replies, [[4, "csms-1", "InternalError", "Reset could not be handled", {}]]);
    assert.deepEqual(bench.log.messages("error"), ["handling a call failed"]);
    assert.equal(followed, false);
    assert.equal(bench.answering, 0);
  });
}

Deno.test("what follows the answer happens after it, and before CALLs of ours may go", async () => {
  const bench = new Bench();
  const order: string[] = [];
  bench.handle = () =>
    Promise.resolve({
      ...ACCEPTED,
      afterSent: () => order.push(`after, ${bench.replies.length} replies, ${bench.answering} answering`),
    });
  await bench.receive("Reset", RESET);
  await settled();
  assert.deepEqual(order, ["after, 1 replies, 1 answering"]);
});

Deno.test("nothing follows an answer that could not be sent", async () => {
  const bench = new Bench();
  bench.sendResult = "closed";
  let followed = false;
  bench.handle = () => Promise.resolve({ ...ACCEPTED, afterSent: () => followed = true });
  await bench.receive("Reset", RESET);
  await settled();
  assert.equal(followed, false);
  assert.equal(bench.answering, 0);
});

Deno.test("what follows an answer may fail without harm", async () => {
  const bench = new Bench();
  bench.handle = () =>
    Promise.resolve({
      ...ACCEPTED,
      afterSent: () => {
        throw new Error("bug");
      },
    });
  await bench.receive("Reset", RESET);
  await settled();
  assert.deepEqual(bench.log.messages("error"), ["the work after the answer to a call failed"]);
  assert.equal(bench.answering, 0);
});

Deno.test("a slow handler does not hold up the next CALL; each answer names its own", async () => {
  const bench = new Bench();
  const slow = Promise.withResolvers<Answer>();
  bench.handle = () => bench.handled.length === 1 ? slow.promise : Promise.resolve(ACCEPTED);
  await bench.receive("Reset", RESET, "slow");
  await bench.receive("Reset", RESET, "fast");
  await settled();
  assert.deepEqual(bench.replies.map((reply) => reply[1]), ["fast"]);
  slow.resolve(ACCEPTED);
  await settled();
  assert.deepEqual(bench.replies.map((reply) => reply[1]), ["fast", "slow"]);
});

Deno.test("an id that is being handled is refused; afterwards, or on another connection, it is not", async () => {
  const bench = new Bench();
  const slow = Promise.withResolvers<Answer>();
  bench.handle = () => slow.promise;
  await bench.receive("Reset", RESET, "same");
  assert.notEqual(await bench.receive("Reset", RESET, "same"), "valid");
  assert.deepEqual(bench.replies.map((reply) => reply.slice(0, 3)), [[4, "same", "RpcFrameworkError"]]);
  const elsewhere = (text: string) => bench.reply(text);
  assert.equal(await bench.receive("Reset", RESET, "same", elsewhere), "valid");
  slow.resolve(ACCEPTED);
  await settled();
  assert.equal(await bench.receive("Reset", RESET, "same"), "valid");
  await settled();
  assert.equal(bench.replies.filter(([type]) => type === 3).length, 3);
});

Deno.test(`${MAX_CALLS_BEING_ANSWERED} CALLs are handled at once, one more is refused`, async () => {
  const bench = new Bench();
  const slow = Promise.withResolvers<Answer>();
  bench.handle = () => slow.promise;
  for (let call = 0; call < MAX_CALLS_BEING_ANSWERED; call++) await bench.receive("Reset", RESET, `${call}`);
  assert.equal(bench.replies.length, 0);
  await bench.receive("Reset", RESET, "one more");
  assert.deepEqual(bench.replies.map((reply) => reply.slice(0, 3)), [[4, "one more", "GenericError"]]);
  slow.resolve(ACCEPTED);
  await settled();
  assert.equal(bench.answering, 0);
  assert.equal(await bench.receive("Reset", RESET, "now"), "valid");
  await settled();
  assert.equal(bench.replies.at(-1)?.[0], 3);
});

Deno.test("a refused CALL is read past only when its answer is taken", async () => {
  const bench = new Bench();
  const taken = Promise.withResolvers<"sent">();
  let next = false;
  const reading = bench.receive("MakeCoffee", {}, "x", () => taken.promise).then(() => next = true);
  await settled();
  assert.equal(next, false);
  taken.resolve("sent");
  await reading;
});
