import assert from "node:assert/strict";
import { baseReport, customReport, nameOf } from "../conformance/harness/reports.ts";
import { processRestarted } from "../conformance/harness/process-restart.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";
import type { FakeConfigAccess, FakeConfigurations } from "../fakes/everest-configuration-service.ts";
import type { FakeParameter, ParameterValue } from "../fakes/everest-manager.ts";
import type { EverestOptions } from "../fakes/everest/start-everest.ts";

const parameter = (
  name: string,
  value: ParameterValue,
  datatype: FakeParameter["characteristics"]["datatype"],
  mutability: FakeParameter["characteristics"]["mutability"] = "ReadOnly",
): FakeParameter => ({ name, value, characteristics: { datatype, mutability } });

const MODULES: FakeConfigurations = {
  evse_manager_1: {
    "!module": [
      parameter("session_logging", true, "bool"),
      parameter("ac_nominal_voltage", 230, "number", "ReadWrite"),
    ],
    evse: [parameter("limit", 16, "integer", "ReadWrite")],
  },
  evse_security: {
    "!module": [
      parameter("csms_ca_bundle", "ca/csms.pem", "string"),
      parameter("private_key_password", "123456", "string", "WriteOnly"),
    ],
  },
};
const EVERYTHING: FakeConfigAccess = {
  allow_global_read: true,
  allow_global_write: true,
  allow_set_read_only: true,
};

const MANAGER = { name: "EvseManager", instance: "evse_manager_1", evse: { id: 1 } };
const OURS = ["evse_manager_1", "evse_security", "ocpp"];
const SECURITY = { name: "EvseSecurity", instance: "evse_security" };

/** After this time a report asks for the settings again. */
const OLD_MS = 10_001;

async function start(
  access: FakeConfigAccess = EVERYTHING,
  everest: Partial<EverestOptions> = {},
): Promise<StationUnderTest> {
  const configuration = { modules: MODULES, access, ...everest.configuration };
  const station = await startStation({ everest: { ...everest, configuration } });
  await booted(station);
  return station;
}

async function get({ csms }: StationUnderTest, component: typeof MANAGER | typeof SECURITY, name: string) {
  const { getVariableResult: [result = assert.fail()] } = await csms.call("GetVariables", {
    getVariableData: [{ component, variable: { name } }],
  });
  return [result.attributeStatus, result.attributeValue ?? result.attributeStatusInfo?.reasonCode];
}

async function set(
  { csms }: StationUnderTest,
  component: typeof MANAGER | typeof SECURITY,
  name: string,
  attributeValue: string,
) {
  const { setVariableResult: [result = assert.fail()] } = await csms.call("SetVariables", {
    setVariableData: [{ component, variable: { name }, attributeValue }],
  });
  return [result.attributeStatus, result.attributeStatusInfo?.additionalInfo];
}

for (const dialect of ["old", "new"] as const) {
  Deno.test(`the CSMS reads and sets the configuration of other modules (${dialect} bus)`, async () => {
    await using station = await start(EVERYTHING, { dialect });
    assert.deepEqual(await get(station, MANAGER, "session_logging"), ["Accepted", "true"]);
    assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["Accepted", "16"]);
    assert.deepEqual(await set(station, MANAGER, "session_logging", "false"), ["RebootRequired", undefined]);
    assert.deepEqual(await get(station, MANAGER, "session_logging"), ["Accepted", "true"]);
    // A module that takes it at once exists from main of 2026-08 on only.
    const expected = dialect === "old" ? ["RebootRequired", "16"] : ["Accepted", "20"];
    assert.deepEqual((await set(station, MANAGER, "evse.limit", "20"))[0], expected[0]);
    assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["Accepted", expected[1]]);
    assert.deepEqual(station.everest.manager.configuration?.stored.get("evse_manager_1/evse/limit"), 20);
    station.everest.manager.configuration?.reboot();
    assert.deepEqual(await get(station, MANAGER, "session_logging"), ["Accepted", "false"]);
    assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["Accepted", "20"]);
  });
}

Deno.test("a full inventory shows every readable module, our own read-only, and no secret", async () => {
  await using station = await start();
  station.everest.manager.configuration?.change("evse_manager_1", "evse", "limit", 32);
  await station.pass(OLD_MS);
  const entries = await baseReport(station, "FullInventory");
  const shown = entries.filter(({ component }) => OURS.includes(component.instance ?? "")).map((entry) => {
    const [{ mutability, value } = assert.fail()] = entry.variableAttribute;
    return [nameOf(entry), mutability, value];
  });
  assert.deepEqual(shown.filter(([name]) => !String(name).startsWith("OCPP201")), [
    ["EvseManager(evse_manager_1)[1].session_logging", "ReadWrite", "true"],
    ["EvseManager(evse_manager_1)[1].ac_nominal_voltage", "ReadWrite", "230"],
    ["EvseManager(evse_manager_1)[1].evse.limit", "ReadWrite", "32"],
    ["EvseSecurity(evse_security).csms_ca_bundle", "ReadWrite", "ca/csms.pem"],
    ["EvseSecurity(evse_security).private_key_password", "WriteOnly", undefined],
  ]);
  const own = shown.filter(([name]) => String(name).startsWith("OCPP201(ocpp)."));
  assert.ok(own.length > 10);
  assert.ok(own.every(([, mutability]) => mutability === "ReadOnly"));
  assert.deepEqual(await get(station, SECURITY, "private_key_password"), ["Rejected", "WriteOnly"]);
  assert.deepEqual(await set(station, SECURITY, "private_key_password", "654321"), [
    "RebootRequired",
    undefined,
  ]);
});

Deno.test("GetReport reads what it reports, and leaves the manager in peace otherwise", async () => {
  await using station = await start();
  const asked = () => station.everest.manager.requests.length;
  let before = asked();
  await customReport(station, { componentVariable: [{ component: { name: "OCPPCommCtrlr" } }] });
  assert.equal(asked(), before);
  station.everest.manager.configuration?.change("evse_manager_1", "evse", "limit", 8);
  await station.pass(OLD_MS);
  before = asked();
  const [entry] = await customReport(station, {
    componentVariable: [{ component: MANAGER, variable: { name: "evse.limit" } }],
  });
  assert.equal(entry?.variableAttribute[0]?.value, "8");
  assert.equal(asked(), before + 1);
});

Deno.test("a report begins while the manager is still asked, and ends with what it says", async () => {
  await using station = await start();
  const { manager } = station.everest;
  await station.pass(OLD_MS);
  manager.mood = "late";
  const { csms } = station;
  const answer = await csms.call("GetBaseReport", { requestId: 7, reportBase: "FullInventory" });
  assert.equal(answer.status, "Accepted");
  const { payload: first } = await csms.expect("NotifyReport");
  assert.deepEqual([first.seqNo, first.tbc], [0, true]);
  manager.configuration?.change("evse_manager_1", "evse", "limit", 24);
  manager.answerNow();
  const entries = [...first.reportData ?? []];
  for (let tbc = first.tbc; tbc;) {
    const { payload } = await csms.expect("NotifyReport");
    entries.push(...payload.reportData ?? []);
    tbc = payload.tbc;
  }
  const limit = entries.find((entry) => nameOf(entry) === "EvseManager(evse_manager_1)[1].evse.limit");
  assert.equal(limit?.variableAttribute[0]?.value, "24");
  assert.equal(new Set(entries.map(nameOf)).size, entries.length);
  // What is young enough is not asked for again.
  const before = manager.requests.length;
  await baseReport(station, "FullInventory");
  assert.equal(manager.requests.length, before);
});

Deno.test("without the right to read, other modules do not exist; without that to write, a setting is rejected", async () => {
  await using closed = await start({});
  assert.deepEqual(await get(closed, MANAGER, "session_logging"), ["UnknownComponent", undefined]);
  assert.deepEqual(await set(closed, MANAGER, "session_logging", "false"), ["UnknownComponent", undefined]);
  const own = await closed.csms.call("GetVariables", {
    getVariableData: [{
      component: { name: "OCPP201", instance: "ocpp" },
      variable: { name: "RequestCompositeScheduleUnit" },
    }],
  });
  assert.equal(own.getVariableResult[0]?.attributeValue, "A");
  await using readable = await start({ modules: { evse_manager_1: { allow_read: true } } });
  assert.deepEqual(await get(readable, SECURITY, "csms_ca_bundle"), ["UnknownComponent", undefined]);
  assert.deepEqual((await set(readable, MANAGER, "session_logging", "false"))[0], "Rejected");
  assert.deepEqual(await set(readable, MANAGER, "evse.limit", "20"), [
    "Rejected",
    "Access to config item denied: ocpp cannot access evse_manager_1",
  ]);
});

for (const mood of ["garbage", "failing"] as const) {
  Deno.test(`a configuration service that is ${mood}: values are absent, everything else works`, async () => {
    await using station = await start();
    station.everest.manager.mood = mood;
    assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["Rejected", "InternalError"]);
    assert.equal((await set(station, MANAGER, "evse.limit", "20"))[0], "Rejected");
    const entries = await baseReport(station, "FullInventory");
    const limit = entries.find((entry) => nameOf(entry).endsWith("].evse.limit"));
    assert.equal(limit?.variableAttribute[0]?.value, "");
    const said = station.log.messages("warning").filter((message) => /configuration of/i.test(message));
    assert.equal(said.length, 1);
    station.everest.manager.mood = "answers";
    assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["Accepted", "16"]);
  });
}

Deno.test("a silent configuration service delays its own readers only, and no longer than 5 s", async () => {
  await using station = await start();
  station.everest.manager.mood = "silent";
  const reading = get(station, MANAGER, "evse.limit");
  const setting = set(station, MANAGER, "evse.limit", "20");
  await station.clock.timerSet("everest.configuration-read");
  const other = await station.csms.call("GetVariables", {
    getVariableData: [{ component: { name: "OCPPCommCtrlr" }, variable: { name: "HeartbeatInterval" } }],
  });
  assert.equal(other.getVariableResult[0]?.attributeStatus, "Accepted");
  await station.pass(5000);
  assert.deepEqual(await reading, ["Rejected", "InternalError"]);
  assert.deepEqual(await setting, ["Rejected", "EVerest's manager is busy; the value was not stored"]);
});

Deno.test("a station starts with a configuration service that is silent, and shows the modules as soon as it answers", async () => {
  const station = await startStation({
    start: false,
    everest: { configuration: { modules: MODULES, access: EVERYTHING } },
  });
  await using _ = station;
  station.everest.manager.mood = "silent";
  station.start();
  await station.clock.fire("everest.configuration-read");
  await booted(station);
  station.everest.manager.mood = "answers";
  // The request that was not answered is given up.
  await station.pass(5000);
  assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["Accepted", "16"]);
});

Deno.test("a restart of our process alone, long after EVerest started, shows the same", async () => {
  await using station = await start();
  await station.evse(1).plugIn();
  await station.settle();
  await processRestarted(station);
  assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["Accepted", "16"]);
  const connectedEv = {
    component: { name: "ConnectedEV", evse: { id: 1 } },
    variable: { name: "Available" },
  };
  const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: [connectedEv] });
  assert.equal(getVariableResult[0]?.attributeValue, "true");
});

Deno.test("come for the first time when EVerest has long started, we know our own type only, and say so once", async () => {
  await using station = await start();
  await station.stop();
  await Deno.remove(`${station.directory}/everest_device_model.db`);
  station.start();
  await station.clock.fire("everest.dialect");
  await station.csms.expect("BootNotification");
  await station.settle();
  const entries = await baseReport(station, "FullInventory");
  const instances = new Set(entries.map(({ component }) => component.instance));
  assert.ok(instances.has("ocpp") && !instances.has("evse_manager_1"));
  assert.deepEqual(await get(station, MANAGER, "evse.limit"), ["UnknownComponent", undefined]);
  const said = station.log.messages("notice").filter((message) => /cannot be reported/.test(message));
  assert.equal(said.length, 1);
});

Deno.test("other modules are told of a configuration value that changes, as of any other variable", async () => {
  await using station = await start(EVERYTHING, { dialect: "new" });
  const { client, moduleId } = station.everest;
  const component_variable = {
    component: { name: "EvseManager", instance: "evse_manager_1", evse: { id: 1 } },
    variable: { name: "evse.limit" },
  };
  await client.call(moduleId, "ocpp_generic", "monitor_variables", {
    component_variables: [component_variable],
  });
  const told: unknown[] = [];
  const stop = client.on(
    `modules/${moduleId}/impl/ocpp_generic/var/event_data`,
    ({ json }) => told.push((json as { data: { data: { actual_value: string } } }).data.data.actual_value),
  );
  await set(station, MANAGER, "evse.limit", "20");
  await station.settle();
  // Somebody else changes it, and somebody reads it.
  station.everest.manager.configuration?.change("evse_manager_1", "evse", "limit", 24);
  await get(station, MANAGER, "evse.limit");
  await station.settle();
  assert.deepEqual(told, ["20", "24"]);
  // Nobody reads it.
  station.everest.manager.configuration?.change("evse_manager_1", "evse", "limit", 28);
  await station.pass(60_000);
  assert.deepEqual(told, ["20", "24", "28"]);
  stop();
});

Deno.test("another module reads and sets through us what we may, and nothing that is read-only", async () => {
  await using station = await start({ allow_global_read: true, allow_global_write: true });
  const { client, moduleId } = station.everest;
  const component = { name: "EvseManager", instance: "evse_manager_1", evse: { id: 1 } };
  const requests = ["session_logging", "evse.limit"].map((name) => ({
    component_variable: { component, variable: { name } },
    value: name === "evse.limit" ? "20" : "false",
  }));
  const answer = await client.call(moduleId, "ocpp_generic", "set_variables", { requests, source: "test" });
  assert.ok(answer.kind === "result");
  const results = answer.value as { status: string }[];
  assert.deepEqual(results.map(({ status }) => status), ["Rejected", "RebootRequired"]);
});
