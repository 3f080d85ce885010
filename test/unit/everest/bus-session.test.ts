import assert from "node:assert/strict";
import { BusModule } from "../../../src/everest/bus-module.ts";
import { BusSession } from "../../../src/everest/bus-session.ts";
import { DialectWatch } from "../../../src/everest/dialect-watch.ts";
import { encodePacket } from "../../../src/everest/mqtt/encode.ts";
import { OwnErrors } from "../../../src/everest/own-errors.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { generate, parse } from "../../fakes/mqtt/oracle.ts";
import { PipeTransport } from "../../fakes/mqtt/pipe-transport.ts";
import { settle } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const EVSE = { requirement: "r", index: 0, moduleId: "evse_1", implementationId: "evse" };

/** A module that has its configuration; its broker is the test. */
async function setUp() {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const transport = new PipeTransport();
  const ids = { uuid: () => "id", random: () => 0 };
  const dialect = new DialectWatch({ spawnedByManager: false, override: "2025.12" }, clock, logger);
  const options = { moduleId: "ocpp", everestPrefix: "everest/", externalPrefix: "" };
  const session = new BusSession(transport, options, { clock, ids, logger, dialect });
  session.outgoing.setDialect("2025.12");
  const ownErrors = new OwnErrors({
    ...session,
    moduleId: "ocpp",
    declared: {},
    mapping: null,
    clock,
    ids,
    logger,
  });
  const configuration = { moduleName: "OCPP201", parameters: {}, connections: new Map(), mappings: {} };
  const module = new BusModule("ocpp", "2025.12", session, configuration, ownErrors, logger);
  transport.feed(generate({ cmd: "connack", returnCode: 0, sessionPresent: false }));
  await session.mqtt.connected;
  const sent = async () => {
    await settle();
    return transport.writes.splice(0).flatMap(parse).map((packet) =>
      packet.cmd === "publish" ? packet.topic : packet.cmd
    );
  };
  await sent();
  const receive = async (topic: string, text: string, retain: boolean) => {
    const payload = new TextEncoder().encode(text);
    transport.feed(encodePacket({ type: "publish", topic, payload, qos: 0, retain, duplicate: false }));
    await settle();
  };
  return { clock, logger, transport, module, session, sent, receive };
}

Deno.test("ready waits for the acknowledgement of every subscription: what comes with the global ready is not lost", async () => {
  const { transport, module, session, sent } = await setUp();
  module.subscribe(EVSE, "session_event", () => {});
  void module.start();
  assert.deepEqual(await sent(), ["subscribe"]);
  transport.feed(generate({ cmd: "suback", messageId: 1, granted: [2] }));
  assert.deepEqual(await sent(), ["everest/modules/ocpp/ready"]);
  session.mqtt.abort();
});

Deno.test("a refused subscription closes the module with the reason", async () => {
  const { transport, module, sent } = await setUp();
  module.subscribe(EVSE, "session_event", () => {});
  await sent();
  transport.feed(generate({ cmd: "suback", messageId: 1, granted: [128] }));
  assert.equal(
    await module.closed,
    "subscription to variables refused: everest/modules/evse_1/impl/evse/var/session_event",
  );
});

Deno.test("retained definitions that arrive late are no restart of the manager, live ones are", async () => {
  const { clock, module, session, sent, receive } = await setUp();
  const names = '{"data":{"ocpp":"OCPP201"},"msg_type":"GetConfigResponse"}';
  void module.start();
  await sent();
  await receive("everest/module_names", names, true);
  assert.equal(clock.remainingMs("everest.ready-again"), undefined);
  await receive("everest/module_names", names, false);
  clock.advance(clock.remainingMs("everest.ready-again") ?? 0);
  await receive("everest/ready", '{"data":true}', false);
  assert.deepEqual(await sent(), ["everest/modules/ocpp/ready"]);
  await receive("everest/module_names", "", false); // cleared after ready
  assert.equal(await Promise.race([module.stopRequested, settle()]), undefined);
  await receive("everest/module_names", names, false);
  assert.deepEqual(await module.stopRequested, { kind: "managerRestarted" });
  session.mqtt.abort();
});

Deno.test("the subscriptions that need no configuration do not overlap, so that no message comes twice", async () => {
  const { session, transport } = await setUp();
  void session.subscribe();
  await settle();
  const [subscribe] = transport.writes.flatMap(parse);
  assert.equal(subscribe?.cmd, "subscribe");
  if (subscribe?.cmd !== "subscribe") return;
  assert.deepEqual(subscribe.subscriptions.map(({ topic, qos }) => `${topic} ${qos}`), [
    "everest/ready 2",
    "everest/shutdown 2",
    "everest/modules/ocpp/response 2",
    "everest/modules/ocpp/impl/+/cmd/+ 2",
    "everest/modules/+/impl/+/cmd/+/response/ocpp 2",
    "everest/modules/+/impl/+/error/# 2",
    "everest/settings 0",
    "everest/interfaces 0",
    "everest/module_names 0",
  ]);
  session.mqtt.abort();
});
