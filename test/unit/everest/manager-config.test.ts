import assert from "node:assert/strict";
import { ConfigRequests } from "../../../src/everest/config-requests.ts";
import { ManagerConfig } from "../../../src/everest/manager-config.ts";
import { Outgoing } from "../../../src/everest/outgoing.ts";
import { Topics } from "../../../src/everest/topics.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingMqtt, settle } from "../../fakes/mqtt/recording-mqtt.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

function setUp() {
  const clock = new FakeClock();
  const mqtt = new RecordingMqtt();
  const logger = new RecordingLogger();
  const outgoing = new Outgoing(mqtt, logger);
  outgoing.setDialect("2025.12");
  const requests = new ConfigRequests("ocpp", { topics: new Topics("everest/"), outgoing, clock });
  const config = new ManagerConfig(requests);
  config.managerRuns();
  const answer = async (data: unknown) => {
    const dropped = requests.onResponse({ data });
    await settle();
    return dropped;
  };
  /** Inner requests sent since the last look. */
  const sent = () =>
    mqtt.take().map(([, message]) => (message as { data: { request: unknown } }).data.request);
  return { clock, mqtt, logger, outgoing, requests, config, answer, sent };
}

const ok = (type: string, response: unknown) => ({ status: "Ok", status_info: "", type, response });

Deno.test("a request names its origin and speaks the manager's dialect", () => {
  const { mqtt, outgoing, config } = setUp();
  outgoing.setDialect("2026.08");
  void config.all();
  assert.deepEqual(mqtt.take(), [["everest/config/request", {
    data: { origin: "ocpp", request: { type: "All" }, type: "Get" },
    msg_type: "ConfigurationRequest",
  }]]);
});

Deno.test("without a known dialect no request goes out: a wrong name would end the manager", () => {
  const mqtt = new RecordingMqtt();
  const outgoing = new Outgoing(mqtt, new RecordingLogger());
  assert.equal(outgoing.publishConfigRequest("everest/config/request", {}), "refused");
  assert.deepEqual(mqtt.take(), []);
});

Deno.test("one request is in flight; the next goes out when it is answered", async () => {
  const { config, answer, sent } = setUp();
  const all = config.all();
  const mappings = config.allMappings();
  assert.deepEqual(sent(), [{ type: "All" }]);
  await answer(ok("Get", { type: "All", data: { auth: { "!module": [], main: [] } } }));
  assert.deepEqual(await all, { kind: "value", value: { auth: { "!module": [], main: [] } } });
  assert.deepEqual(sent(), [{ type: "AllMappings" }]);
  await answer(ok("Get", { type: "AllMappings", data: { auth: null } }));
  assert.deepEqual(await mappings, { kind: "value", value: { auth: null } });
});

Deno.test("an answer of another kind, the echo of a repeated request, is passed over", async () => {
  const { config, answer } = setUp();
  const all = config.all();
  await answer(ok("Get", { type: "Module", data: { wrong: {} } }));
  await answer(ok("Set", { status: "Accepted" }));
  await answer(ok("Get", { type: "All", data: { auth: {} } }));
  assert.deepEqual(await all, { kind: "value", value: { auth: {} } });
  assert.equal(await answer(ok("Get", { type: "All", data: {} })), undefined);
});

Deno.test("a get is repeated once after 5 s and given up after 10", async () => {
  const { clock, config, sent } = setUp();
  const all = config.all();
  clock.advance(5000);
  assert.deepEqual(sent(), [{ type: "All" }, { type: "All" }]);
  clock.advance(5000);
  assert.deepEqual(await all, { kind: "refused", reason: "the manager does not answer" });
  assert.deepEqual(sent(), []);
});

Deno.test("an error without type answers whatever is pending", async () => {
  const { config, answer } = setUp();
  const all = config.all();
  await answer({ status: "Error", status_info: "origin unknown", response: null });
  assert.deepEqual(await all, { kind: "refused", reason: "Error: origin unknown" });
});

Deno.test("a response without status is malformed", async () => {
  const { answer } = setUp();
  assert.equal(await answer({ type: "Get" }), "has no status");
  assert.equal(await answer(null), "has no status");
});

Deno.test("parameters come with their characteristics; entries that are none are left out", async () => {
  const { config, answer } = setUp();
  const all = config.all();
  const limit = {
    name: "limit",
    value: 30.0,
    characteristics: { datatype: "number", mutability: "ReadWrite", unit: "A" },
  };
  const broken = [{ name: "x" }, { value: 1 }, 5, {
    name: "odd",
    value: "v",
    characteristics: { datatype: "blob" },
  }];
  await answer(
    ok("Get", { type: "All", data: { evse: { "!module": [limit, ...broken], energy: 7 }, auth: null } }),
  );
  assert.deepEqual(await all, {
    kind: "value",
    value: {
      evse: {
        "!module": [
          { name: "limit", value: 30, datatype: "number", mutability: "ReadWrite", unit: "A" },
          { name: "odd", value: "v", datatype: "unknown", mutability: "ReadOnly" },
        ],
        energy: [],
      },
      auth: {},
    },
  });
});

const SET_ANSWERS: readonly (readonly [string, unknown, string])[] = [
  ["stored", ok("Set", { status: "RebootRequired" }), "RebootRequired"],
  ["active at once", ok("Set", { status: "Accepted", status_info: "" }), "Accepted"],
  ["value does not parse, new", ok("Set", { status: "Rejected", status_info: "no number" }), "Rejected"],
  ["modules starting", ok("Set", { status: "Rejected", status_info: "" }), "Rejected"],
  [
    "value does not parse, old",
    { status: "Error", type: "Set", response: { status: "Rejected" } },
    "Rejected",
  ],
  ["inner status of an error does not count", {
    status: "Error",
    type: "Set",
    response: { status: "Accepted" },
  }, "Rejected"],
  ["no access", { status: "AccessDenied", type: "Set", response: { status: "Rejected" } }, "AccessDenied"],
  ["error without type", { status: "Error", status_info: "", response: null }, "Rejected"],
  ["unknown inner status", ok("Set", { status: "Perhaps" }), "Rejected"],
];
for (const [name, response, expected] of SET_ANSWERS) {
  Deno.test(`set: ${name} -> ${expected}`, async () => {
    const { config, answer, sent } = setUp();
    const outcome = config.set("evse_1", "!module", "limit", "16");
    assert.deepEqual(sent(), [{
      identifier: {
        configuration_parameter_name: "limit",
        module_id: "evse_1",
        module_implementation_id: "!module",
      },
      value: "16",
    }]);
    await answer(response);
    assert.equal((await outcome).status, expected);
  });
}

Deno.test("a set waits 15 s for its answer and is never repeated", async () => {
  const { clock, config, sent } = setUp();
  const outcome = config.set("evse_1", "!module", "limit", "16");
  clock.advance(14_999);
  assert.equal(sent().length, 1);
  clock.advance(1);
  assert.deepEqual(await outcome, { status: "NoAnswer", info: "" });
  assert.deepEqual(sent(), []);
});

for (const [stored, expected] of [[16, "RebootRequired"], [32, "Rejected"]] as const) {
  Deno.test(`set: a target that kept silent is asked what it stored: ${stored} -> ${expected}`, async () => {
    const { clock, config, answer, sent } = setUp();
    const outcome = config.set("evse_1", "!module", "limit", "16");
    clock.advance(11_000);
    await answer({
      status: "Error",
      status_info: "exception",
      type: "Set",
      response: { status: "Rejected" },
    });
    assert.equal((sent()[1] as { type: string }).type, "Value");
    const parameter = {
      name: "limit",
      value: stored,
      characteristics: { datatype: "integer", mutability: "ReadWrite" },
    };
    await answer(ok("Get", { type: "Value", data: parameter }));
    assert.equal((await outcome).status, expected);
  });
}

Deno.test("set: nothing is sent before every module is ready", async () => {
  const { requests, sent } = setUp();
  const config = new ManagerConfig(requests);
  const answer = await config.set("evse_1", "!module", "limit", "16");
  assert.deepEqual(answer, { status: "Rejected", info: "EVerest is still starting" });
  assert.deepEqual(sent(), []);
});

Deno.test("set: what the manager says to it is passed on, from where it says it", async () => {
  const { config, answer } = setUp();
  const set = () => config.set("evse_1", "!module", "limit", "16");
  const outcomes = [set(), set()];
  await answer({ status: "AccessDenied", status_info: "no right", type: "Set", response: null });
  await answer(ok("Set", { status: "Rejected", status_info: "no number" }));
  assert.deepEqual(await Promise.all(outcomes), [
    { status: "AccessDenied", info: "no right" },
    { status: "Rejected", info: "no number" },
  ]);
});

Deno.test("set: one that waits 5 s for others is not sent any more; those behind it go on", async () => {
  const { clock, config, answer, sent } = setUp();
  const slow = config.set("evse_1", "!module", "limit", "16");
  const waiting = config.set("evse_1", "!module", "limit", "32");
  const read = config.all();
  clock.advance(4999);
  assert.equal(sent().length, 1);
  clock.advance(1);
  assert.deepEqual(await waiting, { status: "Busy", info: "" });
  await answer(ok("Set", { status: "Accepted" }));
  assert.equal((await slow).status, "Accepted");
  assert.deepEqual(sent(), [{ type: "All" }]);
  await answer(ok("Get", { type: "All", data: {} }));
  assert.deepEqual(await read, { kind: "value", value: {} });
  assert.deepEqual(clock.pending(), []);
});

Deno.test("set: one whose turn came in time has the whole time for its answer", async () => {
  const { clock, config, answer, sent } = setUp();
  const first = config.all();
  const second = config.set("evse_1", "!module", "limit", "16");
  const third = config.all();
  clock.advance(4000);
  await answer(ok("Get", { type: "All", data: {} }));
  clock.advance(14_999);
  assert.equal(sent().length, 2);
  await answer(ok("Set", { status: "Accepted" }));
  await answer(ok("Get", { type: "All", data: {} }));
  assert.deepEqual([(await first).kind, (await second).status, (await third).kind], [
    "value",
    "Accepted",
    "value",
  ]);
  assert.deepEqual(clock.pending(), []);
});

Deno.test("the end of the connection answers everything that waits", async () => {
  const { clock, config, requests } = setUp();
  const outcomes = Promise.all([
    config.set("a", "b", "c", "d"),
    config.set("a", "b", "c", "e"),
    config.all(),
  ]);
  requests.close();
  assert.deepEqual(await outcomes, [
    { status: "NoAnswer", info: "" },
    { status: "Busy", info: "" },
    { kind: "refused", reason: "the manager does not answer" },
  ]);
  assert.equal((await config.set("a", "b", "c", "d")).status, "Busy");
  assert.deepEqual(clock.pending(), []);
});
