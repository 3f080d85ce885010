import { CORE_MIGRATIONS } from "../../../src/storage/core-migrations.ts";
import type { Database } from "../../../src/storage/database.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import type { OpenOptions } from "../../../src/storage/open-options.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

/** The core database at `path`, by default in memory. */
export function openCore(path = ":memory:", options: Partial<OpenOptions> = {}): Database {
  return openDatabase(path, {
    kind: "core",
    migrations: CORE_MIGRATIONS,
    log: new RecordingLogger(),
    ...options,
  });
}
