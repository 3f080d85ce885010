import assert from "node:assert/strict";
import { join } from "node:path";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

/** Puts a variable, as EVerest's own files have it, into a component of the station. */
function add(
  { directory }: StationUnderTest,
  component: string,
  name: string,
  more: { dataType: string; value: unknown; mutability?: string },
): void {
  const path = join(directory, "component_config", "standardized", `${component}.json`);
  const file = JSON.parse(Deno.readTextFileSync(path));
  const { dataType, value, mutability = "ReadWrite" } = more;
  file.properties[`${name}Added`] = {
    variable_name: name,
    characteristics: { dataType, supportsMonitoring: true },
    attributes: [{ type: "Actual", mutability, value }],
  };
  Deno.writeTextFileSync(path, JSON.stringify(file));
}

Deno.test("what EVerest's own files bring and nobody reads is reported, and cannot be set", async () => {
  await using station = await startStation({ start: false });
  add(station, "InternalCtrlr", "EnableTLSKeylog", { dataType: "boolean", value: false });
  add(station, "ClockCtrlr", "TimeZone", { dataType: "string", value: "UTC" });
  add(station, "TxCtrlr", "Enabled", { dataType: "boolean", value: true });
  add(station, "SecurityCtrlr", "Secret", { dataType: "string", value: "x", mutability: "WriteOnly" });
  station.start();
  await booted(station);
  const keys = [
    ["InternalCtrlr", "EnableTLSKeylog", "true", "false"],
    ["ClockCtrlr", "TimeZone", "Europe/Berlin", "UTC"],
    ["TxCtrlr", "Enabled", "false", "true"],
  ] as const;
  for (const [component, name, wanted, before] of keys) {
    const key = { component: { name: component }, variable: { name } };
    const { setVariableResult } = await station.csms.call("SetVariables", {
      setVariableData: [{ ...key, attributeValue: wanted }],
    });
    assert.equal(setVariableResult[0]?.attributeStatus, "Rejected", name);
    assert.equal(setVariableResult[0]?.attributeStatusInfo?.reasonCode, "ReadOnly", name);
    const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: [key] });
    assert.equal(getVariableResult[0]?.attributeValue, before, name);
  }
  const said = station.log.lines.filter(({ message }) => message.includes("nothing in this program reads"));
  assert.deepEqual(
    said.map(({ fields }) => fields["variables"]),
    [
      "ClockCtrlr.TimeZone, InternalCtrlr.EnableTLSKeylog, TxCtrlr.Enabled",
      "SecurityCtrlr.Secret",
    ],
  );
});

Deno.test("a new standardized component that nobody reads cannot be set; the same in a file of the maker can", async () => {
  await using station = await startStation({ start: false });
  const configuration = join(station.directory, "component_config");
  for (const [folder, name] of [["standardized", "ParkingCtrlr"], ["custom", "Heater"]] as const) {
    const properties = {
      Enabled: {
        variable_name: "Enabled",
        characteristics: { dataType: "boolean", supportsMonitoring: true },
        attributes: [{ type: "Actual", mutability: "ReadWrite", value: true }],
      },
    };
    const path = join(configuration, folder, `${name}.json`);
    Deno.writeTextFileSync(path, JSON.stringify({ name, properties }));
  }
  station.start();
  await booted(station);
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: ["ParkingCtrlr", "Heater"].map((name) => ({
      component: { name },
      variable: { name: "Enabled" },
      attributeValue: "false",
    })),
  });
  assert.deepEqual(setVariableResult.map(({ attributeStatus }) => attributeStatus), ["Rejected", "Accepted"]);
});

Deno.test("a maker's file makes nothing settable of a controller that is standardized and not read, nor of one EVSE", async () => {
  await using station = await startStation({ start: false });
  const components = [
    { name: "AlignedDataCtrlr", evse_id: 1 },
    { name: "V2XChargingCtrlr", evse_id: 1 },
    { name: "WebPaymentsCtrlr" },
    { name: "HeaterCtrlr" },
  ];
  components.forEach((component, index) => {
    const properties = {
      Interval: {
        variable_name: "Interval",
        characteristics: { dataType: "integer", supportsMonitoring: true },
        attributes: [{ type: "Actual", mutability: "ReadWrite", value: 900 }],
      },
    };
    const path = join(station.directory, "component_config", "custom", `${index}.json`);
    Deno.writeTextFileSync(path, JSON.stringify({ ...component, properties }));
  });
  station.start();
  await booted(station);
  const { setVariableResult } = await station.csms.call("SetVariables", {
    setVariableData: components.map(({ name, evse_id }) => ({
      component: { name, ...(evse_id !== undefined && { evse: { id: evse_id } }) },
      variable: { name: "Interval" },
      attributeValue: "60",
    })),
  });
  assert.deepEqual(
    setVariableResult.map(({ attributeStatus, attributeStatusInfo }) =>
      attributeStatusInfo?.reasonCode ?? attributeStatus
    ),
    ["ReadOnly", "ReadOnly", "ReadOnly", "Accepted"],
  );
  const said = station.log.lines.find(({ message }) => message.includes("nothing in this program reads"));
  assert.deepEqual(
    String(said?.fields["variables"]).split(", ").toSorted(),
    ["AlignedDataCtrlr[1].Interval", "V2XChargingCtrlr[1].Interval", "WebPaymentsCtrlr.Interval"],
  );
});

Deno.test("functions whose block is there are available where the files say nothing, and not where these say no", async () => {
  await using station = await startStation({
    variables: { "MonitoringCtrlr.Available": "", "LocalAuthListCtrlr.Available": "false" },
  });
  await booted(station);
  const questions = ["MonitoringCtrlr", "LocalAuthListCtrlr", "AuthCacheCtrlr"].map((name) => ({
    component: { name },
    variable: { name: "Available" },
  }));
  const { getVariableResult } = await station.csms.call("GetVariables", { getVariableData: questions });
  assert.deepEqual(getVariableResult.map(({ attributeValue }) => attributeValue), ["true", "false", "true"]);
});
