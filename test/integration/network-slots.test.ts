import assert from "node:assert/strict";
import { setNetworkProfile, setPriority, valueOf } from "../conformance/harness/network-profiles.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { restarted } from "../conformance/harness/reset.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const slot = (instance: number, name: string, attributeValue: string) => ({
  component: { name: "NetworkConfiguration", instance: String(instance) },
  variable: { name },
  attributeValue,
});

async function set({ csms }: StationUnderTest, ...setVariableData: ReturnType<typeof slot>[]) {
  const { setVariableResult } = await csms.call("SetVariables", { setVariableData });
  return setVariableResult.map(({ attributeStatus, attributeStatusInfo }) =>
    attributeStatusInfo?.reasonCode ?? attributeStatus
  );
}

async function urlOf({ csms }: StationUnderTest, instance: number): Promise<string | undefined> {
  const { component, variable } = slot(instance, "OcppCsmsUrl", "");
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: [{ component, variable }],
  });
  return getVariableResult[0]?.attributeValue;
}

Deno.test("the configured list of profiles becomes slots, and both views show what the CSMS stores (B09, B10)", async () => {
  await using station = await startStation();
  await booted(station);
  const list = async () =>
    JSON.parse(await valueOf(station.csms, "InternalCtrlr", "NetworkConnectionProfiles") ?? "").length;
  assert.equal(await urlOf(station, 1), station.csms.url);
  assert.equal(await list(), 1);
  assert.equal((await setNetworkProfile(station, 2, "ws://second.example/ocpp", 1)).status, "Accepted");
  assert.equal(await list(), 2);
  assert.equal(await urlOf(station, 2), "ws://second.example/ocpp");
  // B09.FR.05
  const unknown = await setNetworkProfile(station, 9, "ws://ninth.example", 1);
  assert.deepEqual([unknown.status, unknown.statusInfo?.reasonCode], ["Rejected", "InvalidConfSlot"]);
  await restarted(station);
  assert.equal(await urlOf(station, 2), "ws://second.example/ocpp");
});

Deno.test("the CSMS may fill a slot by SetVariables, but not one that is in use", async () => {
  await using station = await startStation();
  await booted(station);
  assert.deepEqual(await set(station, slot(1, "OcppCsmsUrl", "ws://elsewhere")), ["PriorityNetworkConf"]);
  assert.deepEqual(
    await set(
      station,
      slot(2, "OcppCsmsUrl", "wss://second.example"),
      slot(2, "SecurityProfile", "1"),
      slot(2, "Apn", "internet"),
    ),
    ["Accepted", "Accepted", "UnknownVariable"],
  );
  const reconfigured = () =>
    station.everest.record.published.filter(({ variable, value }) =>
      variable === "security_event" &&
      (value as { type: string }).type === "ReconfigurationOfSecurityParameters"
    ).length;
  await station.settle();
  assert.equal(reconfigured(), 2);
  // B10.FR.02: the URL does not go with the security profile.
  assert.equal(await setPriority(station, "1,2"), "Rejected");
  assert.deepEqual(await set(station, slot(2, "OcppCsmsUrl", "ws://second.example")), ["Accepted"]);
  assert.equal(await setPriority(station, "1,2"), "RebootRequired");
  assert.deepEqual(await set(station, slot(2, "MessageTimeout", "10")), ["PriorityNetworkConf"]);
});

Deno.test("identity and password of a slot go before the station's own, until these are set anew", async () => {
  await using station = await startStation({
    csms: { basicAuth: { password: "another-long-password" } },
    start: false,
  });
  const path = `${station.directory}/component_config/standardized/NetworkConfiguration_1.json`;
  const property = (variable_name: string, dataType: string, value: string | number) => [variable_name, {
    variable_name,
    characteristics: { dataType, supportsMonitoring: false },
    attributes: [{ type: "Actual", mutability: "ReadWrite", value }],
    type: dataType,
  }];
  await Deno.writeTextFile(
    path,
    JSON.stringify({
      name: "NetworkConfiguration",
      instance: "1",
      type: "object",
      properties: Object.fromEntries([
        property("OcppCsmsUrl", "string", station.csms.url),
        property("SecurityProfile", "integer", 1),
        property("Identity", "string", "cp-of-slot-1"),
        property("BasicAuthPassword", "string", "another-long-password"),
      ]),
    }),
  );
  station.start();
  await booted(station);
  assert.equal((await station.csms.connection()).identity, "cp-of-slot-1");
  const status = await station.everest.record.variable(({ variable }) => variable === "connection_status");
  assert.equal((status.value as { identity?: string }).identity, "cp-of-slot-1");
  const { client, moduleId } = station.everest;
  const answer = await client.call(moduleId, "ocpp_generic", "set_variables", {
    requests: [{
      component_variable: { component: { name: "SecurityCtrlr" }, variable: { name: "Identity" } },
      value: "CS-0002",
    }],
    source: "commissioning",
  });
  assert.ok(answer.kind === "result");
  assert.deepEqual((answer.value as { status: string }[]).map(({ status }) => status), ["Accepted"]);
  const next = station.csms.nextConnection();
  station.csms.drop();
  await station.pass(30_000);
  assert.equal((await next).identity, "CS-0002");
});

Deno.test("a new WebSocketPingInterval counts at once", async () => {
  await using station = await startStation({ variables: { "OCPPCommCtrlr.WebSocketPingInterval": 3600 } });
  await booted(station);
  await station.pass(30_000);
  assert.equal((await station.csms.connection()).pings, 0);
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "OCPPCommCtrlr" },
      variable: { name: "WebSocketPingInterval" },
      attributeValue: "10",
    }],
  });
  assert.equal(setVariableResult[0]?.attributeStatus, "Accepted");
  const pinged = (await station.csms.connection()).pinged(2);
  await station.pass(21_000);
  await pinged;
});

/** Everything that the CSMS can read of slot 1. */
async function firstSlot({ csms }: StationUnderTest): Promise<readonly (string | undefined)[]> {
  const { getVariableResult } = await csms.call("GetVariables", {
    getVariableData: ["OcppCsmsUrl", "SecurityProfile", "MessageTimeout", "OcppInterface", "OcppTransport"]
      .map((name) => ({ component: { name: "NetworkConfiguration", instance: "1" }, variable: { name } })),
  });
  return getVariableResult.map(({ attributeValue }) => attributeValue);
}

for (
  const [what, data] of [
    ["a time-out beyond 32 bits", { messageTimeout: 3_000_000_000 }],
    ["a URL with NUL", { ocppCsmsUrl: "ws://elsewhere.example/o\u0000cpp" }],
  ] as const
) {
  Deno.test(`a profile with ${what} is Rejected, and its slot is as before (B09.FR.02)`, async () => {
    await using station = await startStation();
    await booted(station);
    const before = await firstSlot(station);
    const answer = await station.csms.call("SetNetworkProfile", {
      configurationSlot: 1,
      connectionData: {
        ocppVersion: "OCPP20",
        ocppTransport: "JSON",
        ocppCsmsUrl: "ws://elsewhere.example/ocpp",
        messageTimeout: 31,
        securityProfile: 1,
        ocppInterface: "Wired3",
        ...data,
      },
    });
    assert.deepEqual([answer.status, answer.statusInfo?.reasonCode], ["Rejected", "InvalidNetworkConf"]);
    assert.deepEqual(await firstSlot(station), before);
    const next = station.csms.nextConnection();
    station.csms.drop();
    await station.pass(30_000);
    await next;
  });
}
