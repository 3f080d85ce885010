import assert from "node:assert/strict";
import { join } from "node:path";
import { rebooted } from "../conformance/harness/availability.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation, type StationUnderTest } from "../conformance/harness/station-under-test.ts";

const BOM = "\ufeff";

function custom(station: StationUnderTest, file: string, component: Readonly<Record<string, unknown>>): void {
  const path = join(station.directory, "component_config", "custom", file);
  Deno.writeTextFileSync(path, BOM + JSON.stringify(component));
}

const TEMPERATURE = {
  Temperature: {
    variable_name: "Temperature",
    characteristics: { dataType: "decimal", supportsMonitoring: false },
    attributes: [{ type: "Actual", mutability: "ReadOnly", value: 21 }],
  },
};

async function valueOf({ csms }: StationUnderTest, component: { name: string; evse?: { id: number } }) {
  const question = { component, variable: { name: "Temperature" } };
  const { getVariableResult } = await csms.call("GetVariables", { getVariableData: [question] });
  const { attributeStatus, attributeValue } = getVariableResult[0]!;
  return attributeValue ?? attributeStatus;
}

Deno.test("a custom file may begin with a byte order mark; EVSE 0 is the station, an EVSE that there is not is left out and named", async () => {
  await using station = await startStation({ start: false });
  custom(station, "Heater_0.json", { name: "Heater", evse_id: 0, properties: TEMPERATURE });
  custom(station, "Heater_9.json", { name: "Heater", evse_id: 9, properties: TEMPERATURE });
  station.start();
  await booted(station);
  assert.equal(await valueOf(station, { name: "Heater" }), "21");
  assert.equal(await valueOf(station, { name: "Heater", evse: { id: 9 } }), "UnknownComponent");
  const leftOut = station.log.lines.filter(({ message }) => message.includes("is left out"));
  const named = leftOut.map(({ fields }) => String(fields["component"]));
  assert.deepEqual(named.filter((name) => name.startsWith("Heater")), ["Heater[9]"]);
});

Deno.test("a list without valuesList is kept, with a warning", async () => {
  await using station = await startStation({ start: false });
  custom(station, "Lamp.json", {
    name: "Lamp",
    properties: Object.fromEntries(["MemberList", "OptionList", "SequenceList"].map((dataType) => [dataType, {
      variable_name: dataType,
      characteristics: { dataType, supportsMonitoring: false },
      attributes: [{ type: "Actual", mutability: "ReadWrite", value: "Red" }],
    }])),
  });
  station.start();
  await booted(station);
  const component = { name: "Lamp" };
  for (const name of ["MemberList", "OptionList", "SequenceList"]) {
    const set = { component, variable: { name }, attributeValue: "Green" };
    const { setVariableResult } = await station.csms.call("SetVariables", { setVariableData: [set] });
    assert.equal(setVariableResult[0]?.attributeStatus, "Accepted", name);
  }
  const warned = station.log.lines.filter(({ fields }) => fields["component"] === "Lamp");
  assert.deepEqual(warned.map(({ level, fields }) => [level, fields["variable"]]), [
    ["warning", "MemberList"],
    ["warning", "OptionList"],
    ["warning", "SequenceList"],
  ]);
});

Deno.test("a station without a network profile says so once, however often it looks for one", async () => {
  await using station = await startStation({
    variables: {
      "InternalCtrlr.NetworkConnectionProfiles": "[]",
      "OCPPCommCtrlr.RetryBackOffWaitMinimum": 1,
      "OCPPCommCtrlr.RetryBackOffRepeatTimes": 0,
      "OCPPCommCtrlr.RetryBackOffRandomRange": 0,
    },
  });
  for (let attempts = 0; attempts < 5; attempts++) await station.clock.fire("csms.backOff");
  const said = station.log.lines.filter(({ message }) => /to connect to|could not connect/.test(message));
  assert.deepEqual(said.map(({ message }) => message), ["the station has nowhere to connect to"]);
});

Deno.test("a custom file that is a link to nowhere ends the start with its name, and costs no set value", async () => {
  await using station = await startStation({ start: false });
  const settable = { ...TEMPERATURE.Temperature, attributes: [{ type: "Actual", mutability: "ReadWrite" }] };
  custom(station, "Heater.json", { name: "Heater", properties: { Temperature: settable } });
  const link = join(station.directory, "component_config/custom/Lamp.json");
  station.start();
  await booted(station);
  const set = { component: { name: "Heater" }, variable: { name: "Temperature" }, attributeValue: "30" };
  const { setVariableResult } = await station.csms.call("SetVariables", { setVariableData: [set] });
  assert.equal(setVariableResult[0]?.attributeStatus, "Accepted");

  await Deno.symlink("/nowhere/Lamp.json", link);
  await rebooted(station);
  const bootedAtLast = booted(station);
  assert.equal(await Promise.race([station.ended, bootedAtLast]), 1);
  assert.match(
    String(station.log.lines.at(-1)?.fields["reason"]),
    /custom\/Lamp\.json: there is no such file$/,
  );

  await Deno.remove(link);
  await rebooted(station);
  await bootedAtLast;
  assert.equal(await valueOf(station, { name: "Heater" }), "30");
});
