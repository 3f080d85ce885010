import type { Logger } from "../../kernel/logger.ts";
import { EVEREST_MODEL_MIGRATIONS, ModuleTypeRepository } from "../../storage/module-type-repository.ts";
import { openDatabase } from "../../storage/open-database.ts";

type ModuleTypes = Readonly<Record<string, string>>;

/**
 * Module id -> module type. The manager publishes them while EVerest starts and clears them when all modules are ready, so
 * they are stored in a database: a restart of our process alone finds them there. Without that database the station
 * works, and only such a restart does not see the configuration of other modules.
 */
export async function knownModuleTypes(
  published: ModuleTypes,
  path: string,
  log: Logger,
): Promise<ModuleTypes> {
  try {
    const db = openDatabase(path, {
      kind: "EVerest device model",
      migrations: EVEREST_MODEL_MIGRATIONS,
      log,
    });
    try {
      const repository = new ModuleTypeRepository(db);
      const stored = repository.all();
      if (Object.keys(published).length === 0) return stored;
      if (!isSame(published, stored)) await repository.replace(published);
      return published;
    } finally {
      db.close();
    }
  } catch (error) {
    log.notice("the types of EVerest's modules cannot be stored for a restart of this process", {
      path,
      error: String(error),
    });
    return published;
  }
}

function isSame(one: ModuleTypes, other: ModuleTypes): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}
