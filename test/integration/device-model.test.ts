import assert from "node:assert/strict";
import type { ReportBaseEnumType, ReportDataType } from "../../src/ocpp/messages.ts";
import { validateRequest } from "../../src/ocpp/validator/validate.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { readComponentFiles } from "../../src/storage/variable-files.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../src/storage/variable-migrations.ts";
import { createVariableRepository } from "../../src/storage/variable-repository.ts";
import { createDeviceModel, type StationDeviceModel } from "../../src/variables/create-device-model.ts";
import { variableKey } from "../../src/variables/device-model.ts";
import { withLayout } from "../../src/variables/layout-components.ts";
import { loadComponents } from "../../src/variables/load-components.ts";
import { reportPages } from "../../src/variables/report-pages.ts";
import { selectBaseReport } from "../../src/variables/report-selection.ts";
import { checkFormat } from "../../src/variables/value-rules.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";

const OURS = new URL("../../device-model", import.meta.url).pathname;
const LAYOUT = [1, 2].map((id) => ({ id, connectors: [{ id: 1, type: "sType2" }] }));

/** One life of the station's device model, on a real database. */
async function start(directory: string, database: string) {
  const reading = await readComponentFiles(directory);
  if (reading.kind === "unreadable") throw reading.cause;
  const { components, problems } = loadComponents(reading.files);
  const log = new RecordingLogger();
  const db = openDatabase(database, { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS, log });
  const model = createDeviceModel({
    components: withLayout(components, LAYOUT).components,
    configurationComplete: problems.length === 0,
    store: createVariableRepository(db, new FakeClock()),
    clock: new FakeClock(),
    log,
  });
  return { model, log, stop: () => db.close() };
}

async function withTempDir(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await run(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function report(model: StationDeviceModel, base: ReportBaseEnumType): ReportDataType[] {
  const pages = [...reportPages(selectBaseReport(base, model.components()), 31_744, 2500)];
  pages.forEach(({ entries: reportData, tbc }, seqNo) => {
    const request = { requestId: 1, generatedAt: "2026-01-15T10:00:00.000Z", seqNo, tbc, reportData };
    const verdict = validateRequest("NotifyReport", request);
    assert.equal(verdict.kind, "valid", JSON.stringify(verdict));
  });
  return pages.flatMap(({ entries }) => [...entries]);
}

Deno.test("TC_B_13, TC_B_53: the full inventory is valid and complete, and shows no secret", async () => {
  await withTempDir(async (directory) => {
    const { model, stop } = await start(OURS, `${directory}/dm.db`);
    const entries = report(model, "FullInventory");
    assert.ok(entries.length > 200);
    for (const { component, variable, variableAttribute, variableCharacteristics } of entries) {
      const name = `${component.name}.${variable.name}`;
      assert.ok(variableCharacteristics, name);
      assert.ok(variableAttribute.length > 0, name);
      const isList = /List$/.test(variableCharacteristics.dataType);
      assert.ok(!isList || variableCharacteristics.valuesList, `${name} lists its values`);
      for (const { mutability, value } of variableAttribute) {
        assert.equal(value === undefined, mutability === "WriteOnly", name);
        if (value) assert.equal(checkFormat(variableCharacteristics, value), undefined, name);
      }
    }
    stop();
  });
});

Deno.test("TC_B_12: the configuration inventory has nothing that cannot be set", async () => {
  await withTempDir(async (directory) => {
    const { model, stop } = await start(OURS, `${directory}/dm.db`);
    const attributes = report(model, "ConfigurationInventory").flatMap(({ variableAttribute }) =>
      variableAttribute
    );
    assert.ok(attributes.length > 50);
    assert.ok(attributes.every(({ mutability }) => mutability === "ReadWrite" || mutability === "WriteOnly"));
    stop();
  });
});

Deno.test("TC_B_14: the summary names the availability of the station and of both EVSEs", async () => {
  await withTempDir(async (directory) => {
    const { model, stop } = await start(OURS, `${directory}/dm.db`);
    const states = report(model, "SummaryInventory")
      .map(({ component, variable }) => `${component.name}${component.evse?.id ?? ""}.${variable.name}`);
    assert.deepEqual(states.sort(), [
      "ChargingStation.AvailabilityState",
      "EVSE1.AvailabilityState",
      "EVSE2.AvailabilityState",
    ]);
    stop();
  });
});

Deno.test("a value that the CSMS set is there after a restart, and a live one is not", async () => {
  await withTempDir(async (directory) => {
    const state = variableKey("ChargingStation", "AvailabilityState");
    const threshold = variableKey("OCPPCommCtrlr", "OfflineThreshold");
    const first = await start(OURS, `${directory}/dm.db`);
    await first.model.setVariables([{ ...threshold, attributeValue: "4711" }], "csms");
    first.model.setActual(state, "Available");
    first.stop();
    const second = await start(OURS, `${directory}/dm.db`);
    assert.equal(second.model.integer(threshold), 4711);
    assert.equal(second.model.text(state), "Unavailable");
    assert.deepEqual(second.log.lines, []);
    second.stop();
  });
});

Deno.test("an edited component file changes what nobody has set, and only that", async () => {
  await withTempDir(async (directory) => {
    const config = `${directory}/component_config`;
    const edited = `${config}/standardized/OCPPCommCtrlr.json`;
    await Deno.mkdir(`${config}/standardized`, { recursive: true });
    const original = await Deno.readTextFile(`${OURS}/standardized/OCPPCommCtrlr.json`);
    await Deno.writeTextFile(edited, original);
    const threshold = variableKey("OCPPCommCtrlr", "OfflineThreshold");
    const heartbeat = variableKey("OCPPCommCtrlr", "HeartbeatInterval");
    const first = await start(config, `${directory}/dm.db`);
    await first.model.setVariables([{ ...threshold, attributeValue: "4711" }], "csms");
    first.stop();

    const json = JSON.parse(original);
    for (const name of ["OfflineThreshold", "HeartbeatInterval"]) {
      json.properties[name].attributes[0].value = 77;
    }
    await Deno.writeTextFile(edited, JSON.stringify(json));
    const second = await start(config, `${directory}/dm.db`);
    assert.deepEqual([second.model.integer(threshold), second.model.integer(heartbeat)], [4711, 77]);
    second.stop();

    await Deno.writeTextFile(edited, "{ broken");
    const third = await start(config, `${directory}/dm.db`);
    assert.equal(third.model.integer(threshold), undefined);
    third.stop();

    await Deno.writeTextFile(edited, original);
    const fourth = await start(config, `${directory}/dm.db`);
    assert.equal(fourth.model.integer(threshold), 4711, "a file that was broken for one start costs nothing");
    fourth.stop();
  });
});
