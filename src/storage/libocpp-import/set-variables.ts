import type { StoredValue } from "../../variables/variable-store.ts";
import { isStoredStatement, saveStatement } from "../variable-repository.ts";
import type { ImportPart } from "./import-part.ts";

/**
 * Values in libocpp's device_model_storage.db that were set at run time: libocpp marks configured values with
 * the source "default". Of the ReadOnly variables only the security profile is imported; the others are live
 * state that the station computes again.
 */
const SET_VALUES = `
  SELECT c.NAME AS component, c.INSTANCE AS componentInstance, c.EVSE_ID AS evse, c.CONNECTOR_ID AS connector,
         v.NAME AS variable, v.INSTANCE AS variableInstance, t.TYPE AS attribute, a.VALUE AS value,
         a.VALUE_SOURCE AS source,
         coalesce(m.MUTABILITY IN ('ReadWrite', 'WriteOnly'), 0) OR v.NAME = 'SecurityProfile' AS isSetting
  FROM VARIABLE_ATTRIBUTE a
  JOIN VARIABLE_ATTRIBUTE_TYPE t ON t.ID = a.TYPE_ID
  JOIN VARIABLE v ON v.ID = a.VARIABLE_ID
  JOIN COMPONENT c ON c.ID = v.COMPONENT_ID
  LEFT JOIN MUTABILITY m ON m.ID = a.MUTABILITY_ID
  WHERE a.VALUE IS NOT NULL AND coalesce(a.VALUE_SOURCE, '') NOT IN ('', 'default')
    AND t.TYPE IN ('Actual', 'Target', 'MinSet', 'MaxSet')`;

/** Values that were set under the C++ module: passwords and network profiles among them. */
export const setVariables: ImportPart<StoredValue> = {
  name: "variables",
  tables: [],
  read(foreign) {
    const rows = foreign.prepare(SET_VALUES).all();
    const reason = "the station computes it itself";
    return {
      rows: rows.filter(({ isSetting }) => isSetting === 1).map(toStoredValue),
      left: rows.filter(({ isSetting }) => isSetting !== 1).map((row) => ({
        row: describe(toStoredValue(row)),
        reason,
      })),
    };
  },
  describe,
  isKnown: (target, value) => isStoredStatement(target)(value),
  write(target, values) {
    const save = saveStatement(target);
    for (const value of values) save(value);
  },
};

/** Without the value, which may be a secret. */
function describe({ component: { name, instance, evse }, variable, attribute, setBy }: StoredValue): string {
  const place = evse === undefined
    ? ""
    : `[${[evse.id, evse.connectorId].filter(Number.isInteger).join(".")}]`;
  const owner = `${name}${instance === undefined ? "" : `(${instance})`}${place}`;
  const own = `${variable.name}${variable.instance === undefined ? "" : `(${variable.instance})`}`;
  return `${owner}.${own}${attribute === "Actual" ? "" : ` ${attribute}`}, set by ${setBy}`;
}

function toStoredValue(row: Readonly<Record<string, unknown>>): StoredValue {
  const evse = row["evse"] === null ? undefined : Number(row["evse"]);
  const connectorId = row["connector"] === null ? undefined : Number(row["connector"]);
  return {
    component: {
      ...named(row["component"], row["componentInstance"]),
      ...(evse === undefined
        ? {}
        : { evse: connectorId === undefined ? { id: evse } : { id: evse, connectorId } }),
    },
    variable: named(row["variable"], row["variableInstance"]),
    attribute: row["attribute"] as StoredValue["attribute"],
    value: String(row["value"]),
    setBy: author(row["source"]),
  };
}

function named(name: unknown, instance: unknown): { name: string; instance?: string } {
  return instance ? { name: String(name), instance: String(instance) } : { name: String(name) };
}

function author(source: unknown): StoredValue["setBy"] {
  return source === "csms" ? "csms" : source === "internal" ? "station" : "everest";
}
