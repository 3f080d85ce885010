import type { DatabaseSync } from "node:sqlite";
import { saveStatement } from "./variable-repository.ts";
import type { StoredValue } from "../variables/variable-store.ts";

/**
 * Values in libocpp's device_model_storage.db that were set at run time: libocpp marks configured values with
 * the source "default". Of the ReadOnly variables only the security profile is imported; the others are live
 * state that the station computes again.
 */
const SET_VALUES = `
  SELECT c.NAME AS component, c.INSTANCE AS componentInstance, c.EVSE_ID AS evse, c.CONNECTOR_ID AS connector,
         v.NAME AS variable, v.INSTANCE AS variableInstance, t.TYPE AS attribute, a.VALUE AS value,
         a.VALUE_SOURCE AS source
  FROM VARIABLE_ATTRIBUTE a
  JOIN VARIABLE_ATTRIBUTE_TYPE t ON t.ID = a.TYPE_ID
  JOIN VARIABLE v ON v.ID = a.VARIABLE_ID
  JOIN COMPONENT c ON c.ID = v.COMPONENT_ID
  LEFT JOIN MUTABILITY m ON m.ID = a.MUTABILITY_ID
  WHERE a.VALUE IS NOT NULL AND coalesce(a.VALUE_SOURCE, '') NOT IN ('', 'default')
    AND t.TYPE IN ('Actual', 'Target', 'MinSet', 'MaxSet')
    AND (m.MUTABILITY IN ('ReadWrite', 'WriteOnly') OR v.NAME = 'SecurityProfile')`;

/**
 * Imports the values that were set under EVerest's C++ module, so that a station retains its password and
 * network profiles when this program replaces the module. Throws when `foreign` is no such database.
 */
export function adoptLibocppVariables(foreign: DatabaseSync, fresh: DatabaseSync): number {
  const save = saveStatement(fresh);
  const rows = foreign.prepare(SET_VALUES).all();
  for (const row of rows) save(toStoredValue(row));
  return rows.length;
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
