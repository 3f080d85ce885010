import assert from "node:assert/strict";
import { MAX_MQTT_PACKET_BYTES } from "../../src/kernel/limits.ts";
import {
  DEFAULT_MQTT_OPTIONS,
  MqttClient,
  type MqttOptions,
  type ReceivedMessage,
} from "../../src/everest/mqtt/client.ts";
import { type BrokerAddress, socketDialer } from "../../src/everest/mqtt/dial.ts";
import type { QoS } from "../../src/everest/mqtt/packets.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { type RunningMosquitto, startMosquitto } from "../fakes/mqtt/mosquitto.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";
import { testWith } from "../fakes/system-programs.ts";

const utf8 = new TextEncoder();
const text = ({ payload }: ReceivedMessage) => new TextDecoder().decode(payload);

function withBroker(
  name: string,
  body: (broker: RunningMosquitto) => Promise<void>,
  settings: string[] = [],
): void {
  testWith("mosquitto", `mosquitto: ${name}`, async () => {
    const broker = await startMosquitto(settings);
    if (broker.kind === "absent") throw new Error(broker.reason);
    try {
      await body(broker);
    } finally {
      await broker.stop();
    }
  });
}

async function connect(
  address: BrokerAddress,
  onMessage: (message: ReceivedMessage) => void = () => {},
  options: Partial<MqttOptions> = {},
): Promise<MqttClient> {
  const clock = new FakeClock();
  const dialed = await socketDialer(clock, 5000)(address);
  if (dialed.kind === "failed") throw new Error(dialed.reason);
  const deps = { clock, logger: new RecordingLogger(), onMessage };
  const client = new MqttClient(dialed.transport, { ...DEFAULT_MQTT_OPTIONS, ...options }, deps);
  assert.deepEqual(await client.connected, { kind: "accepted" });
  return client;
}

/** Collects messages; `full` resolves when `count` of them have come. */
function collector(count: number) {
  const messages: ReceivedMessage[] = [];
  const { promise: full, resolve } = Promise.withResolvers<void>();
  return {
    messages,
    full,
    onMessage: (m: ReceivedMessage) => void (messages.push(m) === count && resolve()),
  };
}

function addresses(broker: RunningMosquitto): BrokerAddress[] {
  return [{ kind: "tcp", host: "127.0.0.1", port: broker.port }, { kind: "unix", path: broker.unixPath }];
}

withBroker(
  "all qualities of service arrive once and as granted, over TCP and over the unix socket",
  async (broker) => {
    for (const address of addresses(broker)) {
      for (const qos of [0, 1, 2] as QoS[]) {
        const { messages, full, onMessage } = collector(1);
        const subscriber = await connect(address, onMessage);
        const publisher = await connect(address);
        assert.equal(await subscriber.subscribe([{ filter: `q/${qos}/+`, qos }]), "granted");
        assert.equal(
          await publisher.publish(`q/${qos}/ü`, utf8.encode("hello"), qos, "volatile"),
          "delivered",
        );
        await full;
        await subscriber.ping();
        assert.deepEqual(messages.map((m) => [m.topic, text(m), m.qos]), [[`q/${qos}/ü`, "hello", qos]]);
        await publisher.close();
        await subscriber.close();
      }
    }
  },
);

withBroker(
  "a burst of 1 000 messages of quality 2 arrives complete and in order, both ways",
  async (broker) => {
    for (const address of addresses(broker)) {
      const toA = collector(1000);
      const toB = collector(1000);
      const a = await connect(address, toA.onMessage);
      const b = await connect(address, toB.onMessage);
      await Promise.all([
        a.subscribe([{ filter: "to/a", qos: 2 }]),
        b.subscribe([{ filter: "to/b", qos: 2 }]),
      ]);
      const outcomes = await Promise.all(
        Array.from({ length: 1000 }, (_, i) => [
          a.publish("to/b", utf8.encode(`${i}`), 2, "volatile"),
          b.publish("to/a", utf8.encode(`${i}`), 2, "volatile"),
        ]).flat(),
      );
      assert.ok(outcomes.every((outcome) => outcome === "delivered"));
      await Promise.all([toA.full, toB.full]);
      const expected = Array.from({ length: 1000 }, (_, i) => `${i}`);
      assert.deepEqual(toA.messages.map(text), expected);
      assert.deepEqual(toB.messages.map(text), expected);
      await a.close();
      await b.close();
    }
  },
);

withBroker("a hundred messages without waiting survive a window that is the broker's own", async (broker) => {
  // mosquitto answers more than max_inflight_messages with PUBREC and drops them: our window must not exceed it.
  const { messages, full, onMessage } = collector(100);
  const [address] = addresses(broker);
  const subscriber = await connect(address!, onMessage);
  await subscriber.subscribe([{ filter: "#", qos: 2 }]);
  const publisher = await connect(address!);
  for (let i = 0; i < 100; i++) void publisher.publish("burst", utf8.encode(`${i}`), 2, "volatile");
  await full;
  assert.equal(messages.length, 100);
  await publisher.close();
  await subscriber.close();
});

withBroker("retained messages come with the subscription, and are gone once cleared", async (broker) => {
  const [address] = addresses(broker);
  const publisher = await connect(address!);
  await publisher.publish("kept", utf8.encode("v"), 2, "retain");
  const first = collector(1);
  const early = await connect(address!, first.onMessage);
  await early.subscribe([{ filter: "kept", qos: 0 }]);
  await early.ping();
  assert.deepEqual(first.messages.map((m) => [text(m), m.retain, m.qos]), [["v", true, 0]]);
  await publisher.publish("kept", new Uint8Array(), 0, "retain");
  await publisher.ping();
  const second = collector(1);
  const late = await connect(address!, second.onMessage);
  await late.subscribe([{ filter: "kept", qos: 0 }]);
  await late.ping();
  assert.deepEqual(second.messages, []);
  await Promise.all([publisher.close(), early.close(), late.close()]);
});

withBroker("after unsubscribing nothing comes any more", async (broker) => {
  const [address] = addresses(broker);
  const { messages, onMessage } = collector(9);
  const client = await connect(address!, onMessage);
  await client.subscribe([{ filter: "a", qos: 2 }, { filter: "b", qos: 2 }]);
  assert.equal(await client.unsubscribe(["a"]), "granted");
  await client.publish("a", utf8.encode("no"), 2, "volatile");
  await client.publish("b", utf8.encode("yes"), 2, "volatile");
  await client.ping();
  assert.deepEqual(messages.map(text), ["yes"]);
  await client.close();
});

withBroker("a packet beyond our limit ends the connection, one within it is read", async (broker) => {
  const [address] = addresses(broker);
  const { full, messages, onMessage } = collector(1);
  const subscriber = await connect(address!, onMessage);
  await subscriber.subscribe([{ filter: "big", qos: 0 }]);
  const publisher = await connect(address!);
  const header = 1 + 4 + 2 + 3; // type, remaining length, length of the topic, topic
  await publisher.publish("big", new Uint8Array(MAX_MQTT_PACKET_BYTES - header), 0, "volatile");
  await full;
  assert.equal(messages[0]?.payload.length, MAX_MQTT_PACKET_BYTES - header);
  // Our own client refuses to send more, so a raw socket does.
  await oversizedPublish(broker.port);
  assert.deepEqual(await subscriber.closed, {
    kind: "protocolViolation",
    reason: `packet of ${MAX_MQTT_PACKET_BYTES + 1} bytes`,
  });
  await publisher.close();
});

async function oversizedPublish(port: number): Promise<void> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const connect = [0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, 0];
  const remaining = MAX_MQTT_PACKET_BYTES + 1 - 5;
  const lengthBytes = [0, 1, 2, 3].map((i) => (remaining >> (7 * i)) & 0x7f | (i < 3 ? 0x80 : 0));
  const bytes = new Uint8Array(connect.length + 5 + remaining);
  bytes.set([...connect, 0x30, ...lengthBytes, 0, 3, 0x62, 0x69, 0x67]);
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
  await connection.read(new Uint8Array(16)); // CONNACK: everything before our end of stream is processed
  await connection.closeWrite();
  while (await connection.read(new Uint8Array(16)) !== null);
  connection.close();
}

withBroker("a killed broker ends the session at once", async (broker) => {
  const clients = await Promise.all(addresses(broker).map((address) => connect(address)));
  const waiting = clients.map((client) => client.publish("t", new Uint8Array(100_000), 2, "volatile"));
  await broker.kill();
  for (const client of clients) {
    assert.match((await client.closed).kind, /^(closedByBroker|transportFailed)$/);
  }
  for (const outcome of await Promise.all(waiting)) assert.match(outcome, /^(delivered|closed)$/);
});

Deno.test("localhost is reached on every loopback address that the machine has", async () => {
  const listeners = ["127.0.0.1", "::1"].flatMap((hostname) => listenOn(hostname) ?? []);
  assert.ok(listeners.length > 0);
  for (const listener of listeners) {
    const { port } = listener.addr as Deno.NetAddr;
    const dialed = await socketDialer(new FakeClock(), 1000)({ kind: "tcp", host: "localhost", port });
    assert.equal(dialed.kind, "open");
    if (dialed.kind === "open") dialed.transport.close();
    (await listener.accept()).close();
    listener.close();
  }
});

function listenOn(hostname: string): Deno.TcpListener | undefined {
  try {
    return Deno.listen({ hostname, port: 0 });
  } catch {
    return undefined; // no IPv6 in this container
  }
}

Deno.test("dialling where nobody listens fails with a reason", async () => {
  const dial = socketDialer(new FakeClock(), 1000);
  const tcp = await dial({ kind: "tcp", host: "127.0.0.1", port: 1 });
  const unix = await dial({ kind: "unix", path: "/nonexistent/broker.sock" });
  assert.equal(tcp.kind === "failed" && /refused/i.test(tcp.reason), true);
  assert.equal(unix.kind === "failed" && unix.reason.length > 0, true);
});
