import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { connectEverest } from "../../../src/everest/connect.ts";
import type { LaunchOptions } from "../../../src/everest/launch-arguments.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { generate, type OraclePacket, parse } from "../../fakes/mqtt/oracle.ts";
import { PipeTransport } from "../../fakes/mqtt/pipe-transport.ts";
import { settle } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

const OPTIONS: LaunchOptions = {
  moduleId: "ocpp",
  broker: { kind: "unix", path: "/broker" },
  everestPrefix: "everest/",
  externalPrefix: "",
  prefix: "/opt/ev",
};

/** Starts connecting to a broker that is the test. */
function start(migrations: readonly string[], parent: string, signal?: AbortSignal) {
  const transport = new PipeTransport();
  const outcome = connectEverest(OPTIONS, {
    clock: new FakeClock(),
    ids: { uuid: () => "id", random: () => 0 },
    logger: new RecordingLogger(),
    dial: () => Promise.resolve({ kind: "open", transport }),
    host: {
      migrationFiles: (prefix) => Promise.resolve(prefix === "/opt/ev" ? migrations : []),
      parentProcessName: () => parent,
    },
    ...(signal ? { signal } : {}),
  });
  /** One list per write. */
  const sent = async () => {
    await settle();
    return transport.writes.splice(0).map((bytes) =>
      parse(bytes).map((packet) => packet.cmd === "publish" ? `publish ${packet.topic}` : packet.cmd)
    );
  };
  const broker = (...packets: OraclePacket[]) =>
    transport.feed(new Uint8Array(Buffer.concat(packets.map(generate))));
  return { transport, outcome, sent, broker };
}

Deno.test("a module that its manager has started asks for its configuration in its very first write", async () => {
  const { transport, sent } = start(["3_up-access_config.sql"], "manager");
  assert.deepEqual(await sent(), [["connect", "subscribe", "pingreq", "publish everest/config/request"]]);
  transport.close();
});

Deno.test("a module started by hand listens first, and to others only until it knows the dialect", async () => {
  const { transport, sent, broker } = start([], "bash");
  assert.deepEqual(await sent(), [["connect", "subscribe", "pingreq"]]);
  const settings = Buffer.from('{"data":{},"msg_type":"GetConfigResponse"}');
  broker(
    { cmd: "connack", returnCode: 0, sessionPresent: false },
    { cmd: "suback", messageId: 1, granted: Array.from({ length: 11 }, () => 2) },
    { cmd: "publish", topic: "everest/settings", payload: settings, qos: 0, dup: false, retain: true },
    { cmd: "pingresp" },
  );
  assert.deepEqual((await sent()).flat(), ["publish everest/config/request", "unsubscribe"]);
  transport.close();
});

Deno.test("a failed start leaves no connection behind", async () => {
  const { transport, outcome, broker } = start(["3_up-access_config.sql"], "manager");
  broker(
    { cmd: "connack", returnCode: 0, sessionPresent: false },
    { cmd: "suback", messageId: 1, granted: [128, 2, 2, 2, 2, 2, 0, 0, 0] },
  );
  assert.deepEqual(await outcome, {
    kind: "failed",
    exitCode: 1,
    reason: "the broker refuses our subscriptions",
  });
  assert.equal(transport.closed, true);
});

Deno.test("a start that is called off leaves no connection behind, wherever it is", async () => {
  const abort = new AbortController();
  const { transport, outcome } = start(["3_up-access_config.sql"], "manager", abort.signal);
  await settle();
  abort.abort();
  assert.equal((await outcome).kind, "failed");
  assert.equal(transport.closed, true);

  // The dial is over only after the abort.
  const late = start([], "manager", abort.signal);
  assert.equal((await late.outcome).kind, "failed");
  assert.equal(late.transport.closed, true);
});
