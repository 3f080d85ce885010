/** In-process cost of the device model; `deno bench -A test/bench/variables.bench.ts`. */
import { openDatabase } from "../../src/storage/open-database.ts";
import { readComponentFiles } from "../../src/storage/variable-files.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../src/storage/variable-migrations.ts";
import { createVariableRepository } from "../../src/storage/variable-repository.ts";
import { createDeviceModel } from "../../src/variables/create-device-model.ts";
import type { ComponentDefinition } from "../../src/variables/definition.ts";
import { variableKey } from "../../src/variables/device-model.ts";
import { withLayout } from "../../src/variables/layout-components.ts";
import { type ComponentFiles, loadComponents } from "../../src/variables/load-components.ts";
import { reportPages } from "../../src/variables/report-pages.ts";
import { selectBaseReport } from "../../src/variables/report-selection.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";

const LAYOUT = [1, 2].map((id) => ({ id, connectors: [{ id: 1 }] }));
/** The full inventory that the C++ module was measured with: 7 frames, 192 kB. */
const MODULE_SETTINGS = 420;

const directory = await Deno.makeTempDir();
const db = openDatabase(`${directory}/device-model.db`, {
  kind: "device model",
  migrations: DEVICE_MODEL_MIGRATIONS,
  log: new RecordingLogger(),
});
globalThis.addEventListener("unload", () => {
  db.close();
  Deno.removeSync(directory, { recursive: true });
});

async function files(): Promise<ComponentFiles> {
  const reading = await readComponentFiles(new URL("../../device-model", import.meta.url).pathname);
  if (reading.kind === "unreadable") throw new Error(reading.reason);
  return reading.files;
}

/** Stands for the settings of EVerest's modules, which make the report as long as it is in the field. */
function moduleSettings(): ComponentDefinition {
  return {
    component: { name: "EvseManager", instance: "evse_manager_1" },
    variables: Array.from({ length: MODULE_SETTINGS }, (_, i) => ({
      variable: { name: `connector_implementation.a_setting_of_this_module_${i}` },
      characteristics: { dataType: "string", supportsMonitoring: false },
      attributes: [{ type: "Actual", mutability: "ReadWrite", initial: "a value" }],
      source: "EVEREST",
    })),
  };
}

const { components } = loadComponents(await files());
const deviceModel = createDeviceModel({
  components: [...withLayout(components, LAYOUT).components, moduleSettings()],
  configurationComplete: true,
  store: createVariableRepository(db),
  clock: new FakeClock(),
  log: new RecordingLogger(),
});

const THRESHOLD = variableKey("OCPPCommCtrlr", "OfflineThreshold");

Deno.bench("typed look-up of one variable", () => {
  deviceModel.integer(THRESHOLD);
});

Deno.bench("GetVariables of one", async () => {
  await deviceModel.getVariables([THRESHOLD]);
});

Deno.bench("GetVariables of ten", async () => {
  await deviceModel.getVariables(Array.from({ length: 10 }, () => THRESHOLD));
});

/** A new value every time, as SQLite writes nothing for a row that does not change. */
let threshold = 0;
const setThreshold = () => ({ ...THRESHOLD, attributeValue: String(++threshold % 2_000_000) });

Deno.bench("SetVariables of one, flushed to disk", async () => {
  await deviceModel.setVariables([setThreshold()], "csms");
});

Deno.bench("SetVariables of ten, flushed to disk", async () => {
  await deviceModel.setVariables(
    Array.from({ length: 10 }, setThreshold),
    "csms",
  );
});

Deno.bench("FullInventory: every NotifyReport as text", () => {
  let bytes = 0;
  for (const page of reportPages(selectBaseReport("FullInventory", deviceModel.components()), 31_744, 2500)) {
    bytes += JSON.stringify(page).length;
  }
  if (bytes < 190_000) throw new Error(`the report has only ${bytes} bytes`);
});

Deno.bench("start: read, parse and index the configuration", async () => {
  withLayout(loadComponents(await files()).components, LAYOUT);
});
