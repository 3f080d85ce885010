import assert from "node:assert/strict";
import { attemptFailed, nextAttempt } from "../conformance/harness/back-off.ts";
import {
  setNetworkProfile,
  setPriority,
  startSecondCsms,
  valueOf,
} from "../conformance/harness/network-profiles.ts";
import { booted, bootedAt, goneOffline } from "../conformance/harness/reusable-states.ts";
import { restarted } from "../conformance/harness/reset.ts";
import { rebooted } from "../conformance/harness/availability.ts";
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

/** A component file for slot 1, which leads to the CSMS of the test. */
async function writeFirstSlot(
  { directory, csms }: StationUnderTest,
  own: readonly (readonly [name: string, value: string])[],
): Promise<void> {
  const property = (variable_name: string, dataType: string, value: string | number) => [variable_name, {
    variable_name,
    characteristics: { dataType, supportsMonitoring: false },
    attributes: [{ type: "Actual", mutability: "ReadWrite", value }],
    type: dataType,
  }];
  await Deno.writeTextFile(
    `${directory}/component_config/standardized/NetworkConfiguration_1.json`,
    JSON.stringify({
      name: "NetworkConfiguration",
      instance: "1",
      type: "object",
      properties: Object.fromEntries([
        property("OcppCsmsUrl", "string", csms.url),
        property("SecurityProfile", "integer", 1),
        ...own.map(([name, value]) => property(name, "string", value)),
      ]),
    }),
  );
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
  await writeFirstSlot(station, [
    ["Identity", "cp-of-slot-1"],
    ["BasicAuthPassword", "another-long-password"],
  ]);
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

/** The connection breaks; resolves when the station is back at the same CSMS. */
async function backAfterLoss(station: StationUnderTest): Promise<void> {
  const next = station.csms.nextConnection();
  station.csms.drop();
  await station.pass(30_000);
  await next;
}

Deno.test("what the CSMS stores in the slot in use waits for the next boot (B09, B10.FR.04)", async () => {
  await using station = await startStation();
  await booted(station);
  const second = await startSecondCsms(station, 1);
  assert.equal((await setNetworkProfile(station, 1, second.url, 1)).status, "Accepted");
  await backAfterLoss(station);
  assert.equal(second.calls.length, 0);
  assert.equal(station.csms.received("BootNotification").length, 1);
  await rebooted(station);
  await bootedAt(second, station);
  await second.stop();
});

Deno.test("a new order of the slots waits for the next boot (B10.FR.04)", async () => {
  await using station = await startStation();
  await booted(station);
  const second = await startSecondCsms(station, 1);
  assert.equal((await setNetworkProfile(station, 2, second.url, 1)).status, "Accepted");
  assert.equal(await setPriority(station, "2"), "RebootRequired");
  await backAfterLoss(station);
  assert.equal(second.calls.length, 0);
  await second.stop();
});

Deno.test("a new order that leads nowhere strands no station: it comes back to where it was connected last (B10.FR.07)", async () => {
  await using station = await startStation({
    variables: {
      "OCPPCommCtrlr.NetworkProfileConnectionAttempts": 1,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    },
  });
  await booted(station);
  const second = await startSecondCsms(station, 1);
  second.meetUpgradesWith({ kind: "refuse", status: 503 });
  assert.equal((await setNetworkProfile(station, 2, second.url, 1)).status, "Accepted");
  assert.equal(await setPriority(station, "2"), "RebootRequired");
  await rebooted(station);
  await second.refused(1);
  await nextAttempt(station);
  await booted(station);
  // As soon as the new one works, and the old one does not, the station goes there and stays.
  second.meetUpgradesWith({ kind: "accept" });
  await goneOffline(station);
  await nextAttempt(station);
  await attemptFailed(station);
  await nextAttempt(station);
  await second.expect("BootNotification");
  assert.equal(await valueOf(second, "OCPPCommCtrlr", "ActiveNetworkProfile"), "2");
  await second.stop();
});

Deno.test("the boot that stored profiles wait for may be one of OCPP alone", async () => {
  await using station = await startStation();
  await booted(station);
  const second = await startSecondCsms(station, 1);
  assert.equal((await setNetworkProfile(station, 1, second.url, 1)).status, "Accepted");
  const { client, moduleId } = station.everest;
  for (const command of ["stop", "restart"]) await client.call(moduleId, "ocpp_generic", command, {});
  assert.equal((await second.expect("BootNotification")).payload.reason, "ApplicationReset");
  await second.stop();
});

Deno.test("who stands at the station mends the slot in use, and the CSMS there registers it (B10.FR.10)", async () => {
  await using station = await startStation();
  await booted(station);
  const second = await startSecondCsms(station, 1);
  const { client, moduleId } = station.everest;
  const { component, variable } = slot(1, "OcppCsmsUrl", "");
  await client.call(moduleId, "ocpp_generic", "set_variables", {
    requests: [{
      component_variable: { component: { name: component.name, instance: component.instance }, variable },
      value: second.url,
    }],
    source: "commissioning",
  });
  station.csms.drop();
  await station.pass(30_000);
  // The slot is the same, its CSMS is not.
  await second.expect("BootNotification");
  await second.stop();
});

for (const state of ["connected", "offline", "not connected yet"] as const) {
  Deno.test(`a new password counts at once and after a boot, also where the slot has its own (${state})`, async () => {
    await using station = await startStation({
      csms: { basicAuth: { password: "password-of-the-slot" } },
      start: false,
    });
    const { csms, clock } = station;
    await writeFirstSlot(station, [["BasicAuthPassword", "password-of-the-slot"]]);
    if (state === "not connected yet") csms.stopAccepting();
    station.start();
    if (state !== "not connected yet") await booted(station);
    if (state === "offline") await goneOffline(station);
    if (state === "not connected yet") await clock.timerSet("csms.backOff");
    const next = csms.nextConnection();
    csms.expectPassword("another-long-password");
    await station.settle();
    const { client, moduleId } = station.everest;
    const answer = await client.call(moduleId, "ocpp_generic", "set_variables", {
      requests: [{
        component_variable: { component: { name: "SecurityCtrlr" }, variable: { name: "BasicAuthPassword" } },
        value: "another-long-password",
      }],
      source: "commissioning",
    });
    assert.match(JSON.stringify(answer), /"Accepted"/);
    csms.resume();
    await station.pass(61_000);
    await next;
    assert.deepEqual(csms.refusedUpgrades, []);
    await rebooted(station);
    await csms.expect("BootNotification", ({ reason }) => reason !== "Triggered");
    assert.deepEqual(csms.refusedUpgrades, []);
  });
}

Deno.test("a new password does not bring what the slot in use waits with (A01, B09)", async () => {
  await using station = await startStation();
  await booted(station);
  assert.equal((await setNetworkProfile(station, 1, "ws://elsewhere.example", 1)).status, "Accepted");
  const next = station.csms.nextConnection();
  station.csms.expectPassword("another-long-password");
  await station.csms.call("SetVariables", {
    setVariableData: [{
      component: { name: "SecurityCtrlr" },
      variable: { name: "BasicAuthPassword" },
      attributeValue: "another-long-password",
    }],
  });
  await station.settle();
  await next;
});

Deno.test("a slot file that comes after the first start counts before what was imported from the list", async () => {
  await using station = await startStation();
  await booted(station);
  const second = await startSecondCsms(station, 1);
  await writeFirstSlot(station, [["OcppCsmsUrl", second.url]]);
  await rebooted(station);
  await bootedAt(second, station);
  await second.stop();
});
