import assert from "node:assert/strict";
import { createConsoleLog } from "../../src/host/console-log.ts";
import { DialectWatch } from "../../src/everest/dialect-watch.ts";
import { BusModule } from "../../src/everest/bus-module.ts";
import { BusSession } from "../../src/everest/bus-session.ts";
import { OwnErrors } from "../../src/everest/own-errors.ts";
import { encodePacket } from "../../src/everest/mqtt/encode.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { PipeTransport } from "../fakes/mqtt/pipe-transport.ts";
import { settle } from "../fakes/mqtt/recording-mqtt.ts";
import { mutate, randomBytes, seededRandom } from "./hostile-bytes.ts";

const FRAMES = Number(Deno.env.get("OCPP_FUZZ_FRAMES") ?? 50_000);

/** Well-formed messages and where they belong; mutations start from what is nearly right. */
const MESSAGES = ([
  ["ready", '{"data":true,"msg_type":"GlobalReady"}'],
  ["shutdown", "true"],
  ["settings", '{"prefix":"/opt","data_dir":"/d"}'],
  ["interfaces", '{"data":["auth"],"msg_type":"GetConfigResponse"}'],
  ["module_names", '{"data":{"evse_1":"EvseManager"},"msg_type":"ConfigurationResponse"}'],
  ["module_names", ""],
  ["config/request", '{"data":{"origin":"x","request":{"type":"All"},"type":"Get"},"msg_type":"GetConfig"}'],
  ["modules/other/metadata", '{"data":{"module":"Other","provides":{}},"msg_type":"GetConfigResponse"}'],
  [
    "modules/ocpp/response",
    '{"data":{"status":"Ok","type":"Get","response":{"type":"AllMappings","data":{"m":{"module":{"evse":1}}}}}}',
  ],
  ["modules/evse_1/impl/evse/var/session_event", '{"data":{"data":{"event":"Enabled"}},"msg_type":"Var"}'],
  [
    "modules/ocpp/impl/auth_validator/cmd/validate_token",
    '{"data":{"args":{"a":null},"id":"1","origin":"auth"},"msg_type":"Cmd"}',
  ],
  [
    "modules/ocpp/impl/auth_validator/cmd/validate_token",
    '{"data":{"args":null,"id":"1","origin":"__proto__"},"msg_type":"Cmd"}',
  ],
  [
    "modules/evse_1/impl/evse/cmd/get_evse/response/ocpp",
    '{"data":{"data":{"id":"call","origin":"evse_1","retval":[1]},"type":"result"},"msg_type":"CmdResult"}',
  ],
  [
    "modules/evse_1/impl/evse/cmd/get_evse/response/ocpp",
    '{"data":{"data":{"id":"call","error":{"__everest__error_type":"X"}},"type":"result"},"msg_type":"CmdResult"}',
  ],
  [
    "modules/m/impl/i/error/a/B",
    '{"data":{"type":"a/B","state":"Active","origin":{"module_id":"m","implementation_id":"i","mapping":{"evse":1}}}}',
  ],
  [
    "modules/m/impl/i/error/a/B",
    '{"data":{"type":"a/B","state":"ClearedByModule","origin":{"module_id":"constructor","implementation_id":"i"}}}',
  ],
] as const).map(([path, text]) => ({ topic: `everest/${path}`, payload: new TextEncoder().encode(text) }));

/** A module with every kind of listener on a bus whose only other end is the test. */
async function setUp() {
  const clock = new FakeClock();
  const lines: string[] = [];
  const write = (line: Uint8Array) => void lines.push(new TextDecoder().decode(line));
  const logger = createConsoleLog({ clock, level: "info", format: "journal", scope: "ocpp201", write });
  const transport = new PipeTransport();
  const ids = { uuid: () => "call", random: () => 0 };
  const dialect = new DialectWatch({ spawnedByManager: false, override: "2025.12" }, clock, logger);
  const options = { moduleId: "ocpp", everestPrefix: "everest/", externalPrefix: "" };
  const session = new BusSession(transport, options, { clock, ids, logger, dialect });
  session.outgoing.setDialect("2025.12");
  const { topics, outgoing } = session;
  const ownErrors = new OwnErrors({
    moduleId: "ocpp",
    declared: {},
    mapping: null,
    topics,
    outgoing,
    clock,
    ids,
    logger,
  });
  const configuration = { moduleName: "OCPP201", parameters: {}, connections: new Map(), mappings: {} };
  const module = new BusModule("ocpp", "2025.12", session, configuration, ownErrors, logger);
  const evse = { requirement: "r", index: 0, moduleId: "evse_1", implementationId: "evse" };
  let heard = 0;
  const count = () => void (heard += 1);
  module.subscribe(evse, "session_event", count);
  module.onError(count);
  module.provide("auth_validator", "validate_token", (args) => {
    count();
    return Promise.resolve({ kind: "result", value: args });
  });
  const receive = (topic: string, payload: Uint8Array) =>
    transport.feed(
      encodePacket({ type: "publish", topic, payload, qos: 0, retain: false, duplicate: false }),
    );
  transport.feed(Uint8Array.of(0x20, 2, 0, 0));
  await session.mqtt.connected;
  session.open({});
  const renew = () => {
    void module.call(evse, "get_evse", {});
    void module.config.allMappings();
  };
  return { transport, logger, lines, module, receive, renew, heard: () => heard };
}

Deno.test(`the framework survives ${FRAMES} hostile messages with its connection and without an unexpected error`, async () => {
  const random = seededRandom(20260824);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const bus = await setUp();
  for (let frame = 0; frame < FRAMES; frame++) {
    const message = pick(MESSAGES);
    const topic = random() < 0.2 ? pick(MESSAGES).topic : message.topic;
    bus.receive(topic, random() < 0.05 ? randomBytes(random, 60) : mutate(random, message.payload));
    if (frame % 500 !== 0) continue;
    bus.renew();
    await bus.transport.drained();
    bus.transport.writes.length = 0;
  }
  await bus.transport.drained();
  assert.equal(bus.transport.closed, false);
  bus.logger.flush();
  assert.deepEqual(bus.lines.filter((line) => line.startsWith("<3>")), []);
  assert.ok(bus.lines.some((line) => /a message on the bus is dropped .* repeated=\d{3,} /.test(line)));
  assert.ok(bus.lines.length < 1000, `${bus.lines.length} lines of log: ${bus.lines.at(-1)}`);
  assert.ok(bus.heard() > FRAMES / 100, `${bus.heard()} messages got through`);
  await Promise.race([bus.module.close(), settle()]);
});
