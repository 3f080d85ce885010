import assert from "node:assert/strict";
import { generatedComponents } from "../../../src/bridge/generated-components.ts";
import { evseId } from "../../../src/kernel/ids.ts";
import type { ReportDataType } from "../../../src/ocpp/messages.ts";
import { withLayout } from "../../../src/variables/layout-components.ts";
import { displayName } from "../../../src/variables/variable-id.ts";
import { recordedReports } from "./recorded-traffic.ts";

type Characteristics = ReportDataType["variableCharacteristics"];

/** What the CSMS learns of a variable beside its value, as text. */
function described(characteristics: NonNullable<Characteristics>, mutability: string | undefined): string {
  const { dataType, unit, minLimit, maxLimit, valuesList } = characteristics;
  return [dataType, unit, minLimit, maxLimit, valuesList, mutability].map((part) => part ?? "-").join("|");
}

/** What ours say differently, and why. */
const INTENDED: Readonly<Record<string, string>> = {
  "EVSE[1].Power": "decimal|W|-|-|-|ReadOnly", // its maxLimit comes with the hardware's capabilities
};

Deno.test("EVSEs, connectors and vehicles have the variables that EVerest's own module reported", () => {
  const layout = [{ id: 1, connectors: [{ id: 1 }] }];
  const ours = new Map(
    [...withLayout([], layout).components, ...generatedComponents([evseId(1)], [evseId(1)])].flatMap((
      { component, variables },
    ) =>
      variables.map(({ variable, characteristics, attributes }) => {
        const [{ mutability, initial } = assert.fail()] = attributes;
        return [displayName(component, variable), {
          described: described(characteristics, mutability),
          initial: initial ?? "",
        }];
      })
    ),
  );
  const theirs = recordedReports().filter(({ component, variableCharacteristics }) =>
    ["EVSE", "Connector", "V2XChargingCtrlr", "ConnectedEV"].includes(component.name) &&
    component.evse?.id === 1 && variableCharacteristics
  );
  assert.ok(theirs.length > 30);
  for (const { component, variable, variableAttribute, variableCharacteristics } of theirs) {
    const name = displayName(component, variable);
    // It has one nameless certificate where four kinds are told.
    if (name === "ConnectedEV[1].VehicleCertificate") continue;
    const own = ours.get(name) ?? assert.fail(`we have no ${name}`);
    const [{ mutability, value } = assert.fail()] = variableAttribute;
    assert.equal(own.described, INTENDED[name] ?? described(variableCharacteristics!, mutability), name);
    // The others are told by the hardware or follow the station.
    if (/ISO15118EvseId|AllowReset|OperationModes|Available$/.test(name)) {
      assert.equal(own.initial, value, name);
    }
  }
});
