import { openDatabase } from "../../src/storage/open-database.ts";
import { DEVICE_MODEL_MIGRATIONS } from "../../src/storage/variable-migrations.ts";
import { createVariableRepository } from "../../src/storage/variable-repository.ts";
import type { SetBy, VariableKey } from "../../src/variables/device-model.ts";
import { FakeClock } from "./fake-clock.ts";
import { RecordingLogger } from "./recording-logger.ts";

/** Writes a value into the device model database at this path, as the module would store it. */
export async function storeVariable(
  path: string,
  key: VariableKey,
  value: string,
  setBy: SetBy,
): Promise<void> {
  const log = new RecordingLogger();
  const db = openDatabase(path, { kind: "device model", migrations: DEVICE_MODEL_MIGRATIONS, log });
  await createVariableRepository(db, new FakeClock()).save({ ...key, attribute: "Actual", value, setBy });
  db.close();
}
