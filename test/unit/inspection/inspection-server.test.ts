import assert from "node:assert/strict";
import { ask } from "../../../src/inspection/inspection-client.ts";
import {
  ACCEPT_AGAIN_MS,
  ACCEPT_TIMER,
  IDLE_LIMIT_MS,
  type InspectionConnection,
  MAX_CLIENTS,
  serveInspection,
} from "../../../src/inspection/inspection-server.ts";
import { MAX_ANSWER_BYTES, MAX_QUESTION_BYTES } from "../../../src/inspection/protocol.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

/** Two ends of a socket in memory. */
function pair(): { readonly client: InspectionConnection; readonly server: InspectionConnection } {
  const [toServer, toClient] = [new TransformStream<Uint8Array>(), new TransformStream<Uint8Array>()];
  const end = (
    incoming: ReadableStream<Uint8Array>,
    outgoing: WritableStream<Uint8Array>,
  ): InspectionConnection => {
    const reader = incoming.getReader();
    const writer = outgoing.getWriter();
    return {
      read: () => reader.read().then(({ value }) => value),
      write: (bytes) => writer.write(bytes),
      close() {
        reader.cancel().catch(() => {});
        writer.close().catch(() => {});
      },
    };
  };
  return {
    client: end(toClient.readable, toServer.writable),
    server: end(toServer.readable, toClient.writable),
  };
}

function bench() {
  const clock = new FakeClock();
  const log = new RecordingLogger();
  const arriving: (InspectionConnection | Error)[] = [];
  let arrived = () => {};
  const source = {
    async accept() {
      while (arriving.length === 0) await new Promise<void>((resolve) => arrived = resolve);
      const next = arriving.shift()!;
      if (next instanceof Error) throw next;
      return next;
    },
  };
  const server = serveInspection({
    ...{ clock, log, source },
    inspectors: () => ({
      echo: (parameters) => parameters,
      refuse: () => ({ refused: "not now" }),
      break: () => {
        throw new Error("broken");
      },
      much: () => "x".repeat(MAX_ANSWER_BYTES),
    }),
  });
  return {
    ...{ clock, log, server },
    connect(): InspectionConnection {
      const { client, server } = pair();
      arriving.push(server);
      arrived();
      return client;
    },
    /** The operating system has no descriptor for the next connection. */
    refuse(): void {
      arriving.push(new Error("Too many open files (os error 24)"));
      arrived();
    },
  };
}

const turns = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

Deno.test("questions are answered one after the other over one connection", async () => {
  const client = bench().connect();
  assert.deepEqual(await ask(client, "echo", { a: 1 }), { version: 1, answer: { a: 1 } });
  for (
    const [question, text] of [
      ["refuse", "not now"],
      ["break", "the module failed to answer, its log says why"],
      ["toString", "this module has no answer to toString"],
      ["much", "the answer is too long"],
    ] as const
  ) {
    const asked = await ask(client, question);
    assert.equal("failure" in asked && asked.failure.text, text);
  }
});

Deno.test("nonsense is answered, endless nonsense is cut off", async () => {
  const b = bench();
  const encoder = new TextEncoder();
  for (const line of ["\n", "{}\n", "[]\n", '{"version":2,"question":"echo"}\n', '{"version":1}\n']) {
    const client = b.connect();
    await client.write(encoder.encode(line));
    assert.match(new TextDecoder().decode(await client.read()), /"failure":/);
  }
  const client = b.connect();
  client.write(encoder.encode("x".repeat(MAX_QUESTION_BYTES + 1))).catch(() => {});
  assert.equal(await client.read(), undefined);
  const foreign = b.connect();
  foreign.write(new Uint8Array([0xff, 0xfe, 0x0a])).catch(() => {});
  assert.equal(await foreign.read(), undefined);
});

Deno.test("the last client is served, one more is turned away, and a stuck one is let go", async () => {
  const b = bench();
  const clients: InspectionConnection[] = [];
  for (let i = 0; i < MAX_CLIENTS; i++) {
    clients.push(b.connect());
    await turns();
  }
  assert.equal(await b.connect().read(), undefined);
  assert.deepEqual(await ask(clients[MAX_CLIENTS - 1]!, "echo"), { version: 1, answer: {} });
  await turns();
  b.clock.advance(IDLE_LIMIT_MS);
  for (const client of clients) assert.equal(await client.read(), undefined);
  await turns();
  assert.deepEqual(b.clock.pending(), []);
  await turns();
  assert.deepEqual(await ask(b.connect(), "echo"), { version: 1, answer: {} });
});

Deno.test("the end of the module lets every client go", async () => {
  const b = bench();
  const client = b.connect();
  await turns();
  b.server.stop();
  assert.equal(await client.read(), undefined);
});

Deno.test("a connection that cannot be accepted costs no other: a second later the server goes on", async () => {
  const { clock, log, connect, refuse, server } = bench();
  refuse();
  await clock.timerSet(ACCEPT_TIMER);
  refuse();
  clock.advance(ACCEPT_AGAIN_MS);
  await turns();
  await clock.timerSet(ACCEPT_TIMER);
  const client = connect();
  const answer = ask(client, "echo", { a: 1 });
  clock.advance(ACCEPT_AGAIN_MS);
  assert.deepEqual(await answer, { version: 1, answer: { a: 1 } });
  assert.equal(log.lines.length, 2);
  client.close();
  refuse();
  await clock.timerSet(ACCEPT_TIMER);
  server.stop();
  assert.ok(!clock.pending().includes(ACCEPT_TIMER));
});
