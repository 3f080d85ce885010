/**
 * Child of device-model-durability.test.ts: sets OfflineThreshold to 1, 2, 3 … and prints each number once the set was
 * answered. It never ends by itself.
 */
import { createDeviceModel } from "../../src/variables/create-device-model.ts";
import { loadComponents } from "../../src/variables/load-components.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { readComponentFiles } from "../../src/storage/variable-files.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../src/storage/variable-migrations.ts";
import { createVariableRepository } from "../../src/storage/variable-repository.ts";
import { FakeClock } from "../fakes/fake-clock.ts";
import { RecordingLogger } from "../fakes/recording-logger.ts";

const [path = "", start = "0"] = Deno.args;
const log = new RecordingLogger();
const db = openDatabase(path, { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS, log });
const reading = await readComponentFiles(new URL("../../device-model", import.meta.url).pathname);
if (reading.kind === "unreadable") throw reading.cause;
const deviceModel = createDeviceModel({
  components: loadComponents(reading.files).components,
  configurationComplete: true,
  store: createVariableRepository(db, new FakeClock()),
  clock: new FakeClock(),
  log,
});

const request = { component: { name: "OCPPCommCtrlr" }, variable: { name: "OfflineThreshold" } };
for (let value = Number(start) + 1;; value++) {
  const [result] = await deviceModel.setVariables([{ ...request, attributeValue: String(value) }], "csms");
  if (result?.attributeStatus !== "Accepted") throw new Error(JSON.stringify(result));
  await Deno.stdout.write(new TextEncoder().encode(`${value}\n`));
}
