import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../kernel/clock.ts";
import type { StoredValue, VariableStore } from "../variables/variable-store.ts";
import type { Database } from "./database.ts";

const SELECT = "SELECT * FROM variable_value";
/** A set that repeats author and value writes nothing: its time is that of the first. */
const SAVE = `INSERT INTO variable_value VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET value = excluded.value, set_by = excluded.set_by, set_ms = excluded.set_ms
  WHERE value <> excluded.value OR set_by <> excluded.set_by`;
const THIS_ONE = `WHERE component = ? AND component_instance = ? AND evse = ?
  AND connector = ? AND variable = ? AND variable_instance = ? AND attribute = ?`;
const REMOVE = `DELETE FROM variable_value ${THIS_ONE}`;
const IS_STORED = `SELECT 1 FROM variable_value ${THIS_ONE}`;

/** "Not on an EVSE" and "not on a connector" in the key columns. */
const NOWHERE = -1;

/** Values set at run time, in the database of kind "device model"; each with the time at which it is saved. */
export function createVariableRepository(db: Database, clock: Pick<Clock, "wallMs">): VariableStore {
  return {
    all: () => db.statement(SELECT).all().map((row) => fromRow(row)),
    save: (...values) =>
      db.write(() => {
        for (const stored of values) {
          db.statement(SAVE).run(...keyOf(stored), stored.value, stored.setBy, clock.wallMs());
        }
      }),
    remove: (values) =>
      db.write(() => {
        for (const stored of values) db.statement(REMOVE).run(...keyOf(stored));
      }),
  };
}

/** The values in an open database of kind "device model", also one of an older schema. */
export function readStoredValues(db: DatabaseSync): readonly StoredValue[] {
  return db.prepare(SELECT).all().map((row) => fromRow(row));
}

/** Saves without a repository, e.g. into a database that is just being created. */
export function saveStatement(db: DatabaseSync): (stored: StoredValue) => void {
  const statement = db.prepare(SAVE);
  return (stored) => void statement.run(...keyOf(stored), stored.value, stored.setBy, stored.setMs ?? null);
}

/** Whether a value of this attribute is stored. */
export function isStoredStatement(db: DatabaseSync): (stored: StoredValue) => boolean {
  const statement = db.prepare(IS_STORED);
  return (stored) => statement.get(...keyOf(stored)) !== undefined;
}

function keyOf({ component, variable, attribute }: StoredValue): (string | number)[] {
  const { evse } = component;
  return [
    component.name,
    component.instance ?? "",
    evse?.id ?? NOWHERE,
    evse?.connectorId ?? NOWHERE,
    variable.name,
    variable.instance ?? "",
    attribute,
  ];
}

/** The CHECK constraints of the table guarantee the two enumerations. */
function fromRow(row: Readonly<Record<string, unknown>>): StoredValue {
  const [evse, connector] = [Number(row["evse"]), Number(row["connector"])];
  const place = connector === NOWHERE ? { id: evse } : { id: evse, connectorId: connector };
  return {
    component: {
      ...named(row["component"], row["component_instance"]),
      ...(evse === NOWHERE ? {} : { evse: place }),
    },
    variable: named(row["variable"], row["variable_instance"]),
    attribute: row["attribute"] as StoredValue["attribute"],
    value: String(row["value"]),
    setBy: row["set_by"] as StoredValue["setBy"],
    ...(typeof row["set_ms"] === "number" && { setMs: row["set_ms"] }),
  };
}

function named(name: unknown, instance: unknown): { name: string; instance?: string } {
  return instance === "" ? { name: String(name) } : { name: String(name), instance: String(instance) };
}
