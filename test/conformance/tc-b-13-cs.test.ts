import assert from "node:assert/strict";
import { baseReport, nameOf } from "./harness/reports.ts";
import { REQUIRED_VARIABLES, requiredInfrastructure } from "./harness/required-variables.ts";
import { booted } from "./harness/reusable-states.ts";
import { startStation } from "./harness/station-under-test.ts";

Deno.test("TC_B_13_CS Get Base Report - FullInventory", async () => {
  await using station = await startStation({ everest: { evses: 2 } });
  await booted(station);
  // Steps 1 to 4.
  const names = new Set((await baseReport(station, "FullInventory")).map(nameOf));
  // Several parts, so the counting of seqNo was put to the test.
  assert(station.csms.received("NotifyReport").length > 1);
  const required = [...REQUIRED_VARIABLES.keys(), ...requiredInfrastructure(2).keys()];
  assert.deepEqual(required.filter((name) => !names.has(name)), []);
  // Everything that the configuration inventory has, and more.
  const configuration = (await baseReport(station, "ConfigurationInventory")).map(nameOf);
  assert.deepEqual(configuration.filter((name) => !names.has(name)), []);
  assert(configuration.length < names.size);
});
