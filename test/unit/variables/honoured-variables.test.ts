import assert from "node:assert/strict";
import { join } from "node:path";
import { HONOURED, HONOURED_OF_EVSE, onlyHonoured } from "../../../src/variables/honoured-variables.ts";
import { loadComponents } from "../../../src/variables/load-components.ts";
import { readComponentFiles } from "../../../src/storage/variable-files.ts";
import { componentConfigOf, RELEASES } from "../../fixtures/everest.ts";
import componentTable from "../../fixtures/ocpp201/components.json" with { type: "json" };
import { component, variable } from "./fixture.ts";

const ROOT = join(import.meta.dirname ?? ".", "../../..");

Deno.test("every variable of the table is named in the file that is said to read it", async () => {
  for (const [name, reader] of [...Object.entries(HONOURED), ...Object.entries(HONOURED_OF_EVSE)]) {
    const [owner, variableName = ""] = name.replace("[]", "").split(".");
    const text = await Deno.readTextFile(join(ROOT, reader));
    const isNamed = text.includes(`"${variableName}"`) && text.includes(`"${owner}"`);
    assert(isNamed || text.includes(`"${owner}.${variableName}"`), `${name} in ${reader}`);
  }
});

Deno.test("the shipped device model has nothing that could be set without effect", async () => {
  const reading = await readComponentFiles(join(ROOT, "device-model"));
  assert(reading.kind === "files");
  const { madeReadOnly, leftOut } = onlyHonoured(loadComponents(reading.files).components);
  assert.deepEqual([madeReadOnly, leftOut], [[], []]);
});

Deno.test("what nothing reads is read-only, or left out when it can only be written; a maker's own components stay", () => {
  const owner = { name: "InternalCtrlr" };
  const settable = (name: string, mutability: "ReadWrite" | "WriteOnly") =>
    variable(name, { dataType: "string" }, [{ mutability, initial: "x" }]);
  const { components, madeReadOnly, leftOut } = onlyHonoured([
    component(owner, [
      settable("EnableTLSKeylog", "ReadWrite"),
      settable("AuthorizationKey", "WriteOnly"),
      settable("OcspRequestInterval", "ReadWrite"),
    ]),
    component({ name: "Heater" }, [settable("Enabled", "ReadWrite")]),
  ]);
  assert.deepEqual(madeReadOnly, ["InternalCtrlr.EnableTLSKeylog"]);
  assert.deepEqual(leftOut, ["InternalCtrlr.AuthorizationKey"]);
  assert.deepEqual(
    components.flatMap(({ variables }) => variables).map(({ variable, attributes }) => [
      variable.name,
      attributes[0]?.mutability,
    ]),
    [["EnableTLSKeylog", "ReadOnly"], ["OcspRequestInterval", "ReadWrite"], ["Enabled", "ReadWrite"]],
  );
});

Deno.test("of a network slot what belongs to the operating system cannot be set", () => {
  const settable = (name: string, mutability: "ReadWrite" | "WriteOnly" = "ReadWrite") =>
    variable(name, { dataType: "string" }, [{ mutability, initial: "x" }]);
  const { madeReadOnly, leftOut } = onlyHonoured([
    component({ name: "NetworkConfiguration", instance: "1" }, [
      settable("OcppCsmsUrl"),
      settable("BasicAuthPassword", "WriteOnly"),
      settable("Apn"),
      settable("VpnKey", "WriteOnly"),
    ]),
  ]);
  assert.deepEqual(madeReadOnly, ["NetworkConfiguration(1).Apn"]);
  assert.deepEqual(leftOut, ["NetworkConfiguration(1).VpnKey"]);
});

Deno.test("a component of the folder standardized is honoured only where something reads it, also when it is new", () => {
  const files = (folder: string, name: string, instance?: string) => ({
    path: `${folder}/${name}.json`,
    text: JSON.stringify({
      name,
      instance,
      properties: {
        Enabled: {
          variable_name: "Enabled",
          characteristics: { dataType: "boolean", supportsMonitoring: true },
          attributes: [{ mutability: "ReadWrite", value: true }],
        },
      },
    }),
  });
  const reading = {
    standardized: [
      files("standardized", "AuthCtrlr"),
      files("standardized", "NetworkConfiguration", "1"),
      files("standardized", "ParkingCtrlr"),
      files("standardized", "ShadeCtrlr"),
    ],
    custom: [files("custom", "Heater"), files("custom", "ShadeCtrlr")],
  };
  assert.deepEqual(
    onlyHonoured(loadComponents(reading).components).madeReadOnly,
    ["NetworkConfiguration(1).Enabled", "ParkingCtrlr.Enabled", "ShadeCtrlr.Enabled"],
  );
});

Deno.test("a standardized component of one EVSE, or with an instance, can be set only where that one is read", () => {
  const settable = (name: string) =>
    variable(name, { dataType: "string" }, [{ mutability: "ReadWrite", initial: "x" }]);
  const { madeReadOnly } = onlyHonoured([
    component({ name: "AlignedDataCtrlr", evse: { id: 1 } }, [
      settable("Interval"),
      settable("SendDuringIdle"),
    ]),
    component({ name: "AlignedDataCtrlr", instance: "Other" }, [settable("SendDuringIdle")]),
    component({ name: "Heater", evse: { id: 1 } }, [settable("Enabled")]),
  ]);
  assert.deepEqual(madeReadOnly, ["AlignedDataCtrlr[1].Interval", "AlignedDataCtrlr(Other).SendDuringIdle"]);
});

Deno.test("every controller of the specification and every component of EVerest's files is standardized by its name", () => {
  const ofSpecification = componentTable.components.filter((name) => name.endsWith("Ctrlr"));
  const ofEverest = RELEASES.flatMap((release) => [...componentConfigOf(release)])
    .filter(([path]) => path.startsWith("standardized/") && !path.includes("NetworkConfiguration"))
    .map(([, { name }]) => String(name));
  const names = new Set([...ofSpecification, ...ofEverest, "V2XChargingCtrlr", "WebPaymentsCtrlr"]);
  assert(names.size > 20);
  const unread = variable("Unread", { dataType: "string" }, [{ mutability: "ReadWrite", initial: "x" }]);
  const { madeReadOnly } = onlyHonoured([...names].map((name) => component({ name }, [unread])));
  assert.deepEqual(madeReadOnly, [...names].map((name) => `${name}.Unread`));
});
