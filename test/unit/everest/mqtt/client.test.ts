import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { DEFAULT_MQTT_OPTIONS, MqttClient, type MqttOptions } from "../../../../src/everest/mqtt/client.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { generate, type OraclePacket, parse } from "../../../fakes/mqtt/oracle.ts";
import { PipeTransport } from "../../../fakes/mqtt/pipe-transport.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

const utf8 = new TextEncoder();

/** A client whose broker is the test. */
class Harness {
  readonly clock = new FakeClock();
  readonly transport = new PipeTransport();
  readonly received: string[] = [];
  readonly client: MqttClient;
  #seen = 0;

  constructor(options: Partial<MqttOptions> = {}) {
    this.client = new MqttClient(this.transport, { ...DEFAULT_MQTT_OPTIONS, ...options }, {
      clock: this.clock,
      logger: new RecordingLogger(),
      onMessage: ({ topic, payload }) => this.received.push(`${topic}=${new TextDecoder().decode(payload)}`),
    });
  }

  async accepted(): Promise<this> {
    await this.broker({ cmd: "connack", returnCode: 0, sessionPresent: false });
    assert.deepEqual(await this.client.connected, { kind: "accepted" });
    await this.sent();
    return this;
  }

  /** The broker sends these packets in one chunk. */
  async broker(...packets: OraclePacket[]): Promise<void> {
    this.transport.feed(new Uint8Array(Buffer.concat(packets.map(generate))));
    await settle();
  }

  /** Packets written since the last look, one list per write. */
  async sentWrites(): Promise<OraclePacket[][]> {
    await settle();
    const fresh = this.transport.writes.slice(this.#seen);
    this.#seen = this.transport.writes.length;
    return fresh.map((bytes) => parse(bytes));
  }

  async sent(): Promise<string[]> {
    return (await this.sentWrites()).flat().map(({ cmd, messageId }) =>
      messageId ? `${cmd} ${messageId}` : cmd
    );
  }

  publish(text: string, qos: 0 | 1 | 2) {
    return this.client.publish("t", utf8.encode(text), qos, "volatile");
  }
}

/** Lets everything run that does not wait for the outside. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

function incoming(qos: 0 | 1 | 2, messageId: number, text: string, dup = false): OraclePacket {
  return { cmd: "publish", topic: "t", payload: text, qos, messageId, dup, retain: false };
}

Deno.test("what is asked for before CONNACK leaves in the same write as CONNECT", async () => {
  const harness = new Harness();
  void harness.client.subscribe([{ filter: "a", qos: 2 }]);
  void harness.client.ping();
  const writes = await harness.sentWrites();
  assert.deepEqual(writes.map((packets) => packets.map(({ cmd }) => cmd)), [[
    "connect",
    "subscribe",
    "pingreq",
  ]]);
  harness.client.abort();
});

Deno.test("a hundred messages produced in one turn leave in one write", async () => {
  const harness = await new Harness({ window: 100 }).accepted();
  for (let i = 0; i < 100; i++) void harness.publish(`${i}`, 2);
  const writes = await harness.sentWrites();
  assert.equal(writes.length, 1);
  assert.equal(writes[0]?.length, 100);
  harness.client.abort();
});

Deno.test("packets produced during a write wait for it and then leave together", async () => {
  const harness = await new Harness().accepted();
  harness.transport.stallWrites();
  void harness.publish("1", 0);
  await settle();
  void harness.publish("2", 0);
  await settle();
  void harness.publish("3", 0);
  assert.equal((await harness.sentWrites()).length, 1);
  harness.transport.resumeWrites();
  assert.deepEqual((await harness.sentWrites()).map((packets) => packets.length), [2]);
  harness.client.abort();
});

Deno.test("an outgoing message of quality 2 is delivered after PUBREC, PUBREL and PUBCOMP, and never as duplicate", async () => {
  const harness = await new Harness().accepted();
  let outcome = "";
  void harness.publish("x", 2).then((result) => outcome = result);
  const [publish] = (await harness.sentWrites()).flat();
  assert.deepEqual(publish?.cmd === "publish" && [publish.qos, publish.dup, publish.messageId], [
    2,
    false,
    1,
  ]);
  await harness.broker({ cmd: "pubrec", messageId: 1 });
  assert.deepEqual(await harness.sent(), ["pubrel 1"]);
  assert.equal(outcome, "");
  await harness.broker({ cmd: "pubrec", messageId: 1 }); // repeated
  assert.deepEqual(await harness.sent(), ["pubrel 1"]);
  await harness.broker({ cmd: "pubcomp", messageId: 1 });
  assert.equal(outcome, "delivered");
  harness.client.abort();
});

Deno.test("PUBCOMP before PUBREC does not complete a message", async () => {
  const harness = await new Harness().accepted();
  let outcome = "";
  void harness.publish("x", 2).then((result) => outcome = result);
  await harness.broker({ cmd: "pubcomp", messageId: 1 }, { cmd: "puback", messageId: 1 });
  assert.equal(outcome, "");
  harness.client.abort();
});

Deno.test("an outgoing message of quality 1 is delivered on PUBACK only", async () => {
  const harness = await new Harness().accepted();
  let outcome = "";
  void harness.publish("x", 1).then((result) => outcome = result);
  await harness.broker({ cmd: "pubrec", messageId: 1 });
  assert.equal(outcome, "");
  await harness.broker({ cmd: "puback", messageId: 1 });
  assert.equal(outcome, "delivered");
  harness.client.abort();
});

Deno.test("an unknown PUBREC is released, so that the broker can forget it", async () => {
  const harness = await new Harness().accepted();
  await harness.broker({ cmd: "pubrec", messageId: 77 });
  assert.deepEqual(await harness.sent(), ["pubrel 77"]);
  harness.client.abort();
});

Deno.test("no more messages than the window are in flight; the rest follows in order", async () => {
  const harness = await new Harness({ window: 2 }).accepted();
  for (const text of ["1", "2", "3", "4"]) void harness.publish(text, 1);
  assert.deepEqual(await harness.sent(), ["publish 1", "publish 2"]);
  await harness.broker({ cmd: "puback", messageId: 2 });
  const [third] = (await harness.sentWrites()).flat();
  assert.equal(third?.cmd === "publish" && third.payload.toString(), "3");
  harness.client.abort();
});

Deno.test("an incoming message of quality 2 is delivered once, however often it is repeated before PUBREL", async () => {
  const harness = await new Harness().accepted();
  await harness.broker(incoming(2, 9, "a"));
  assert.deepEqual(harness.received, ["t=a"]);
  await harness.broker(incoming(2, 9, "a", true), incoming(2, 9, "a", true));
  assert.deepEqual(harness.received, ["t=a"]);
  assert.deepEqual(await harness.sent(), ["pubrec 9", "pubrec 9", "pubrec 9"]);
  await harness.broker({ cmd: "pubrel", messageId: 9 }, { cmd: "pubrel", messageId: 9 });
  assert.deepEqual(await harness.sent(), ["pubcomp 9", "pubcomp 9"]);
  await harness.broker(incoming(2, 9, "b"));
  assert.deepEqual(harness.received, ["t=a", "t=b"]);
  harness.client.abort();
});

Deno.test("incoming messages of mixed quality are delivered in the order of arrival and acknowledged in one write", async () => {
  const harness = await new Harness().accepted();
  await harness.broker(incoming(2, 1, "1"), incoming(0, 0, "2"), incoming(1, 2, "3"), incoming(2, 3, "4"));
  assert.deepEqual(harness.received, ["t=1", "t=2", "t=3", "t=4"]);
  const writes = await harness.sentWrites();
  assert.deepEqual(writes.map((packets) => packets.map(({ cmd }) => cmd)), [["pubrec", "puback", "pubrec"]]);
  harness.client.abort();
});

Deno.test("a subscription is granted, refused or ended by SUBACK", async () => {
  const harness = await new Harness().accepted();
  const first = harness.client.subscribe([{ filter: "a", qos: 2 }, { filter: "b", qos: 0 }]);
  const second = harness.client.subscribe([{ filter: "c", qos: 2 }]);
  await harness.broker(
    { cmd: "suback", messageId: 2, granted: [128] },
    { cmd: "suback", messageId: 1, granted: [2, 0] },
  );
  assert.deepEqual([await first, await second], ["granted", "refused"]);
  assert.equal(await harness.client.subscribe([{ filter: "a/#/b", qos: 0 }]), "invalid");
  const third = harness.client.subscribe([{ filter: "d", qos: 2 }]);
  await harness.broker({ cmd: "suback", messageId: 3, granted: [2, 2] });
  assert.equal(await third, "closed");
  assert.equal((await harness.client.closed).kind, "protocolViolation");
});

Deno.test("unsubscribing resolves with UNSUBACK", async () => {
  const harness = await new Harness().accepted();
  const gone = harness.client.unsubscribe(["a", "b"]);
  assert.deepEqual(await harness.sent(), ["unsubscribe 1"]);
  await harness.broker({ cmd: "unsuback", messageId: 1, granted: [] });
  assert.equal(await gone, "granted");
  harness.client.abort();
});

Deno.test("a silent broker is pinged twice per interval and given up after a full one", async () => {
  const harness = await new Harness({ keepAliveSeconds: 20 }).accepted();
  harness.clock.advance(10_000);
  assert.deepEqual(await harness.sent(), ["pingreq"]);
  harness.clock.advance(10_000);
  assert.deepEqual(await harness.sent(), ["pingreq"]);
  harness.clock.advance(9_999);
  await settle();
  assert.equal(harness.transport.closed, false);
  harness.clock.advance(1);
  assert.deepEqual(await harness.client.closed, { kind: "timeout", waitingFor: "pingresp" });
});

Deno.test("any packet of the broker proves that it lives", async () => {
  const harness = await new Harness({ keepAliveSeconds: 20 }).accepted();
  for (let half = 0; half < 10; half++) {
    harness.clock.advance(10_000);
    await harness.broker(half % 2 ? { cmd: "pingresp" } : incoming(0, 0, "x"));
  }
  assert.equal(harness.transport.closed, false);
  harness.client.abort();
});

Deno.test("keep-alive 0 sets no timer", async () => {
  const harness = await new Harness({ keepAliveSeconds: 0 }).accepted();
  assert.deepEqual(harness.clock.pending(), []);
  harness.client.abort();
});

Deno.test("a broker that refuses, does not answer, or starts with another packet leaves us unconnected", async () => {
  const refused = new Harness();
  await refused.broker({ cmd: "connack", returnCode: 5, sessionPresent: false });
  assert.deepEqual(await refused.client.connected, {
    kind: "failed",
    end: { kind: "refused", returnCode: 5 },
  });
  const silent = new Harness();
  await silent.clock.fire("mqtt.connack");
  assert.deepEqual(await silent.client.closed, { kind: "timeout", waitingFor: "connack" });
  const odd = new Harness();
  await odd.broker(incoming(0, 0, "x"));
  assert.deepEqual(await odd.client.closed, { kind: "protocolViolation", reason: "publish before connack" });
  assert.deepEqual(odd.received, []);
});

Deno.test("the end of the connection settles everything that waits, and leaves no timer", async () => {
  const harness = await new Harness({ window: 1 }).accepted();
  const waiting = [
    harness.publish("in flight", 2),
    harness.publish("waiting", 2),
    harness.client.subscribe([{ filter: "a", qos: 0 }]),
    harness.client.ping(),
  ];
  harness.transport.end();
  assert.deepEqual(await Promise.all(waiting), ["closed", "closed", "closed", "closed"]);
  assert.deepEqual(await harness.client.closed, { kind: "closedByBroker" });
  assert.deepEqual(harness.clock.pending(), []);
  assert.equal(await harness.publish("later", 0), "closed");
});

Deno.test("closing lets a message of quality 2 finish its handshake before DISCONNECT", async () => {
  const harness = await new Harness().accepted();
  const delivered = harness.publish("last words", 2);
  const closing = harness.client.close();
  assert.deepEqual(await harness.sent(), ["publish 1"]);
  await harness.broker({ cmd: "pubrec", messageId: 1 });
  await harness.broker({ cmd: "pubcomp", messageId: 1 });
  assert.equal(await delivered, "delivered");
  assert.deepEqual(await harness.sent(), ["pubrel 1", "disconnect"]);
  await closing;
  assert.deepEqual(await harness.client.closed, { kind: "closedByUs" });
});

Deno.test("closing does not wait for a broker that is silent for half a second", async () => {
  const harness = await new Harness().accepted();
  void harness.publish("last words", 2);
  const closing = harness.client.close();
  await harness.clock.fire("mqtt.close");
  await closing;
  assert.deepEqual(await harness.sent(), ["publish 1", "disconnect"]);
  assert.equal(harness.transport.closed, true);
});

Deno.test("a broker that takes no more data is given up at 32 MiB", async () => {
  const harness = await new Harness().accepted();
  harness.transport.stallWrites();
  const mebibyte = "x".repeat(1024 * 1024);
  for (let i = 0; i < 31; i++) void harness.publish(mebibyte, 0);
  assert.equal(harness.transport.closed, false);
  void harness.publish(mebibyte, 0);
  assert.equal((await harness.client.closed).kind, "brokerStalled");
});

Deno.test("messages that wait for the window count too", async () => {
  const harness = await new Harness({ window: 1 }).accepted();
  const mebibyte = "x".repeat(1024 * 1024);
  void harness.publish("in flight", 2);
  await harness.sent();
  for (let i = 0; i < 32; i++) void harness.publish(mebibyte, 2);
  assert.equal(harness.transport.closed, false);
  void harness.publish("x", 2);
  assert.equal((await harness.client.closed).kind, "brokerStalled");
});

Deno.test("a message to a topic with wildcards is invalid and does not touch the connection", async () => {
  const harness = await new Harness().accepted();
  assert.equal(await harness.client.publish("a/+", new Uint8Array(), 2, "volatile"), "invalid");
  assert.deepEqual(await harness.sent(), []);
  harness.client.abort();
});
