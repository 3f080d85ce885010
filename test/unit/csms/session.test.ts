import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { InboundCalls } from "../../../src/csms/inbound-calls.ts";
import { Session } from "../../../src/csms/session.ts";
import type { RpcFrame } from "../../../src/csms/rpc-frame.ts";
import { MemorySocket } from "../../fakes/memory-socket.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function createBench() {
  const socket = new MemorySocket();
  const answers: RpcFrame["kind"][] = [];
  const logged: string[] = [];
  const events: string[] = [];
  const session = new Session(socket, {
    host: {
      message: (direction, text) => void logged.push(`${direction} ${text}`),
      securityEvent: (type) => void events.push(type),
    },
    queue: { answer: (frame) => void answers.push(frame.kind) },
    inbound: { receive: () => Promise.resolve("valid") } as unknown as InboundCalls,
    log: new RecordingLogger(),
  });
  return { socket, session, answers, logged, events };
}

Deno.test("a session has heard the CSMS from its first message on, whatever it says", async () => {
  const { socket, session } = createBench();
  const served = session.serve();
  assert.equal(session.heard, false);
  socket.receive("nonsense");
  await setImmediate();
  socket.drop({ kind: "lost", reason: "gone" });
  await served;
  assert.equal(session.heard, true);
});

Deno.test("a session that ends in silence has heard nobody, and what comes late is not said to be sent", async () => {
  const { socket, session, logged } = createBench();
  const served = session.serve();
  socket.drop({ kind: "lost", reason: "gone" });
  await served;
  assert.equal(session.heard, false);
  assert.equal(await session.send("late"), "closed");
  assert.deepEqual(logged, []);
});

Deno.test("answers go to the queue, and an invalid message is told as a security event once", async () => {
  const { socket, session, answers, events } = createBench();
  const served = session.serve();
  socket.receive('[3,"a",{}]');
  socket.receive('[4,"b","InternalError","",{}]');
  socket.receive("nonsense");
  socket.receive("nonsense");
  await setImmediate();
  socket.drop({ kind: "lost", reason: "gone" });
  await served;
  assert.deepEqual(answers, ["callResult", "callError"]);
  assert.equal(events.length, 1);
});
