import assert from "node:assert/strict";
import { NOW, ocppBench } from "./provided-bench.ts";

const value = (value: unknown) => ({ kind: "result", value });
const of = (component: string, variable: string) => ({
  component: { name: component },
  variable: { name: variable },
});
const onConnector = {
  component: { name: "Connector", evse: { id: 1, connector_id: 2 } },
  variable: { name: "Text" },
};

Deno.test("the service stops and restarts, and says whether it could", async () => {
  const bench = ocppBench();
  bench.start();
  assert.deepEqual(await bench.ask("stop"), value(true));
  bench.service.answer = false;
  assert.deepEqual(await bench.ask("restart"), value(false));
  assert.deepEqual(bench.service.asked, ["stop", "restart"]);
});

Deno.test("a service that fails counts as not stopped", async () => {
  const bench = ocppBench();
  bench.start();
  bench.service.stop = () => Promise.reject(new Error("socket"));
  assert.deepEqual(await bench.ask("stop"), value(false));
});

Deno.test("before the station runs nothing is available, and every entry says so", async () => {
  const bench = ocppBench();
  assert.deepEqual(await bench.ask("stop"), value(false));
  assert.deepEqual(await bench.ask("restart"), value(false));
  const asked = { component_variable: onConnector, attribute_type: "Target" };
  const unnamed = { component_variable: of("Vendor", "Text") };
  assert.deepEqual(
    await bench.ask("get_variables", { requests: [asked, unnamed] }),
    value([{ status: "Rejected", ...asked }, { status: "Rejected", ...unnamed }]),
  );
  assert.deepEqual(
    await bench.ask("set_variables", { requests: [{ ...unnamed, value: "x" }], source: "me" }),
    value([{ status: "Rejected", ...unnamed }]),
  );
  assert.deepEqual(bench.service.asked, []);
  assert.deepEqual(bench.saved, []);
  assert.equal(bench.log.messages("warning").length, 4);
});

Deno.test("a change of availability is what the CSMS may ask for too, and is refused in EVerest's words", async () => {
  const bench = ocppBench();
  const request = { operational_status: "Inoperative", evse: { id: 2, connector_id: 1 } };
  const ask = () => bench.ask("change_availability", { request });
  const refused = (text: string) =>
    value({ status: "Rejected", status_info: { reason_code: "InvalidInput", additional_info: text } });
  assert.deepEqual(await ask(), refused("The station does not run yet"));
  bench.start();
  assert.deepEqual(await ask(), value({ status: "Accepted" }));
  assert.deepEqual(bench.availability.asked, [
    { operationalStatus: "Inoperative", evse: { id: 2, connectorId: 1 } },
  ]);
  bench.availability.response = { status: "Scheduled" };
  assert.deepEqual(await ask(), value({ status: "Scheduled" }));
  bench.availability.response = {
    status: "Rejected",
    statusInfo: { reasonCode: "UnknownEvse", additionalInfo: "There is no such EVSE" },
  };
  assert.deepEqual(await ask(), refused("There is no such EVSE"));
});

Deno.test("variables are read in order, without regard to case, with the attribute always named", async () => {
  const bench = ocppBench();
  bench.start();
  const outcomes = [
    [{ component_variable: of("vendor", "TEXT") }, { status: "Accepted", value: "old" }],
    [{ component_variable: of("Vendor", "Secret") }, { status: "Rejected" }],
    [{ component_variable: of("Vendor", "None") }, { status: "UnknownVariable" }],
    [{ component_variable: of("", "Text") }, { status: "UnknownComponent" }],
    [{ component_variable: onConnector }, { status: "Accepted", value: "c" }],
    [{ component_variable: onConnector, attribute_type: "MaxSet" }, { status: "NotSupportedAttributeType" }],
  ] as const;
  assert.deepEqual(
    await bench.ask("get_variables", { requests: outcomes.map(([request]) => request) }),
    value(outcomes.map(([request, result]) => ({ attribute_type: "Actual", ...request, ...result }))),
  );
  assert.deepEqual(await bench.ask("get_variables", { requests: [] }), value([]));
});

Deno.test("variables are set in order, one result each; read-only ones too, too long values not", async () => {
  const bench = ocppBench();
  bench.start();
  const outcomes = [
    [{ component_variable: of("Vendor", "Text"), value: "x".repeat(1001) }, "Rejected"],
    [{ component_variable: of("Vendor", "Text"), value: "x".repeat(1000) }, "Accepted"],
    [{ component_variable: of("Vendor", "Fixed"), value: "g" }, "Accepted"],
    [{ component_variable: of("Vendor", "None"), value: "1" }, "UnknownVariable"],
    [{ component_variable: of("None", "None"), value: "1" }, "UnknownComponent"],
    [{ component_variable: onConnector, attribute_type: "Target", value: "1" }, "NotSupportedAttributeType"],
    [{ component_variable: of("Vendor", "Text"), value: "last" }, "Accepted"],
    [{ component_variable: onConnector, value: "\u{1F50C}".repeat(1000) }, "Accepted"],
    [{ component_variable: onConnector, value: "\u{1F50C}".repeat(1001) }, "Rejected"],
  ] as const;
  const requests = outcomes.map(([request]) => request);
  assert.deepEqual(
    await bench.ask("set_variables", { requests, source: "installer" }),
    value(outcomes.map(([request, status]) => {
      const { value: _, ...echo } = request;
      return { attribute_type: "Actual", ...echo, status };
    })),
  );
  assert.deepEqual(bench.saved, [
    `Text=${"x".repeat(1000)} by everest`,
    "Fixed=g by everest",
    "Text=last by everest",
    `Text=${"\u{1F50C}".repeat(1000)} by everest`,
  ]);
  const lines = bench.log.lines.filter(({ level }) => level === "info");
  assert.equal(lines.length, outcomes.length);
  assert.equal(lines[2]?.fields["source"], "installer");
  assert.ok(!JSON.stringify(lines).includes("last"), "values stay out of the log");
});

Deno.test("a security event goes to the log, and to the CSMS when it is critical (A04.FR.01, A04.FR.04)", async () => {
  const bench = ocppBench();
  bench.start();
  const events = [
    { type: "TamperDetectionActivated", info: "lid" },
    { type: "TamperDetectionActivated", critical: false },
    { type: "Vendor" },
    { type: "Vendor", critical: true, timestamp: "2026-01-01T02:00:00+02:00" },
  ];
  for (const event of events) {
    assert.deepEqual(await bench.ask("security_event", { event }), value(null));
  }
  assert.deepEqual(bench.notified, [
    { type: "TamperDetectionActivated", techInfo: "lid", timestamp: NOW },
    { type: "Vendor", timestamp: "2026-01-01T00:00:00.000Z" },
  ]);
  assert.equal(bench.logged.length, 4);
  assert.deepEqual(await bench.published("security_event"), [], "who reports it knows it");
});

Deno.test("a security event is cut to what the CSMS takes, and gets a time that can be read", async () => {
  const bench = ocppBench();
  bench.start();
  const cases = [
    ["yesterday", NOW],
    ["", NOW],
    ["2026-02-30T00:00:00Z", NOW],
    ["9999-12-31T23:59:59-10:00", "9999-12-31T23:59:59.999Z"],
  ] as const;
  for (const [timestamp, sent] of cases) {
    const event = { type: "t".repeat(51), info: "i".repeat(256), critical: true, timestamp };
    await bench.ask("security_event", { event });
    assert.deepEqual(bench.notified.at(-1), {
      type: "t".repeat(50),
      techInfo: "i".repeat(255),
      timestamp: sent,
    });
  }
  assert.equal(bench.log.messages("warning").length, 2);
});

Deno.test("a security event before the station runs is taken once it runs, with the time of its arrival", async () => {
  const bench = ocppBench();
  await bench.ask("security_event", { event: { type: "Early", critical: true } });
  assert.deepEqual(bench.notified, []);
  bench.clock.advance(60_000);
  bench.start();
  assert.deepEqual(bench.notified, [{ type: "Early", timestamp: NOW }]);
});

const GARBAGE: readonly [string, unknown][] = [
  ["security_event", null],
  ["security_event", { event: { type: 7 } }],
  ["get_variables", { requests: {} }],
  ["get_variables", { requests: [{ component_variable: of("x".repeat(51), "V") }] }],
  ["get_variables", { requests: [{ component_variable: of("C", "V"), attribute_type: "Best" }] }],
  ["set_variables", { requests: [{ component_variable: of("C", "V"), value: 1 }], source: "s" }],
  ["set_variables", { requests: [] }],
  ["monitor_variables", { component_variables: [{ component: "C", variable: "V" }] }],
];
for (const [command, args] of GARBAGE) {
  Deno.test(`${command} with ${JSON.stringify(args).slice(0, 60)} is answered with an error`, async () => {
    const bench = ocppBench();
    bench.start();
    const outcome = await bench.ask(command, args);
    assert.deepEqual([outcome.kind, "type" in outcome && outcome.type], ["error", "MessageParsingError"]);
    assert.deepEqual([bench.notified, bench.saved], [[], []]);
  });
}

Deno.test("a change of availability that makes no sense is Rejected, never an error", async () => {
  const bench = ocppBench();
  for (const args of [null, { request: 1 }, { request: { operational_status: "Broken" } }]) {
    const outcome = await bench.ask("change_availability", args);
    assert.equal(outcome.kind, "result");
    assert.match(JSON.stringify(outcome), /"Rejected".*"InvalidInput"/);
  }
});
