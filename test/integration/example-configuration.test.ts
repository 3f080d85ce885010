import assert from "node:assert/strict";
import { INTERFACES_OF_MANIFEST, MANIFEST_DEFAULTS } from "../../src/everest/own-manifest.ts";
import { booted } from "../conformance/harness/reusable-states.ts";
import { startStation } from "../conformance/harness/station-under-test.ts";
import { everestAsConfigured } from "../fakes/everest/configuration-file.ts";
import { IDENTITY, PASSWORD } from "../fakes/station-credentials.ts";

const EXAMPLE_PROFILE = new URL("../../device-model/examples/NetworkConfiguration_1.json", import.meta.url);
const EXAMPLE = new URL("../../config/everest-example.yaml", import.meta.url);

const everest = everestAsConfigured(await Deno.readTextFile(EXAMPLE));

Deno.test("the example configuration has keys and requirements of the manifest only", () => {
  for (const [name, value] of Object.entries(everest.parameters)) {
    const fallback = (MANIFEST_DEFAULTS as Readonly<Record<string, unknown>>)[name];
    assert.equal(typeof value, typeof fallback, name);
  }
  for (const [requirement, connections] of Object.entries(everest.connections)) {
    assert.ok(requirement in INTERFACES_OF_MANIFEST.required, requirement);
    for (const { moduleId } of connections) assert.ok(moduleId in everest.moduleNames!, moduleId);
  }
});

Deno.test("a station runs with the example configuration: session, limits, settings of another module", async () => {
  // The directories of a real station are not those of a test.
  const { parameters: { CompositeScheduleIntervalS, RequestCompositeScheduleDurationS }, ...configured } =
    everest;
  await using station = await startStation({
    everest: {
      ...configured,
      parameters: {
        CompositeScheduleIntervalS: CompositeScheduleIntervalS!,
        RequestCompositeScheduleDurationS: RequestCompositeScheduleDurationS!,
      },
    },
  });
  const { csms } = station;
  await csms.expect("BootNotification");
  for (const evseId of [1, 2]) {
    await csms.expect("StatusNotification", (payload) => payload.evseId === evseId);
    await station.evse(evseId).plugIn();
    await station.everest.auth.swipe(`RFID000${evseId}`);
    const { payload } = await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Started");
    assert.equal(payload.evse?.id, evseId);
    await station.evse(evseId).unplug();
    await csms.expect("TransactionEvent", ({ eventType }) => eventType === "Ended");
  }
  assert.deepEqual([...station.everest.sinks.limits.keys()].sort(), [0, 1, 2]);
  const { getVariableResult: [timeout] } = await csms.call("GetVariables", {
    getVariableData: [{
      component: { name: "Auth", instance: "auth" },
      variable: { name: "connection_timeout" },
    }],
  });
  assert.equal(timeout?.attributeValue, "60", JSON.stringify(timeout));
  assert.deepEqual(station.log.messages("error").concat(station.log.messages("warning")), []);
});

Deno.test("the README names the lines of the example of a network profile that are to be filled in", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const told = [...readme.matchAll(/^ +\| `(\w+)` +\| (\d+) +\|/gm)].map((
    [, name, line],
  ) => [name, Number(line)]);
  let variable = "";
  const lines = (await Deno.readTextFile(EXAMPLE_PROFILE)).split("\n").flatMap((line, index) => {
    variable = /"variable_name": "(\w+)"/.exec(line)?.[1] ?? variable;
    return line.includes('"value":') ? [[variable, index + 1]] : [];
  });
  assert.deepEqual(told, lines);
});

Deno.test("a station connects with the example of a network profile, once its values are filled in", async () => {
  await using station = await startStation({
    variables: {
      "InternalCtrlr.NetworkConnectionProfiles": "[]",
      "SecurityCtrlr.Identity": "another",
      "SecurityCtrlr.BasicAuthPassword": "another-long-password",
    },
    everest: { evses: 2 },
    start: false,
  });
  const filledIn = (await Deno.readTextFile(EXAMPLE_PROFILE))
    .replace("ws://csms.example.com:9000/ocpp", station.csms.url)
    .replace('"value": ""', `"value": "${PASSWORD}"`);
  assert.ok(filledIn.includes(`"value": "${IDENTITY}"`));
  const file = `${station.directory}/component_config/custom/NetworkConfiguration_1.json`;
  await Deno.writeTextFile(file, filledIn);
  station.start();
  await booted(station);
  assert.deepEqual(station.log.messages("error").concat(station.log.messages("warning")), []);
});
