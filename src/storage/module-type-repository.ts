import type { Database } from "./database.ts";

/** Schema of the database with the types of EVerest's modules; append only. */
export const EVEREST_MODEL_MIGRATIONS: readonly string[] = [
  `CREATE TABLE module_type (
     module_id TEXT PRIMARY KEY,
     type TEXT NOT NULL
   ) STRICT, WITHOUT ROWID`,
];

/** The types of EVerest's modules by their ids. */
export class ModuleTypeRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): Readonly<Record<string, string>> {
    const rows = this.#db.statement("SELECT module_id, type FROM module_type").all();
    return Object.fromEntries(rows.map((row) => [String(row["module_id"]), String(row["type"])]));
  }

  /** Resolves when exactly these are on disk. */
  replace(types: Readonly<Record<string, string>>): Promise<void> {
    return this.#db.write(() => {
      this.#db.statement("DELETE FROM module_type").run();
      const insert = this.#db.statement("INSERT INTO module_type (module_id, type) VALUES (?, ?)");
      for (const [moduleId, type] of Object.entries(types)) insert.run(moduleId, type);
    });
  }
}
