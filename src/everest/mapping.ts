import { isJsonObject } from "../kernel/json.ts";
import type { Mapping } from "./module.ts";

/** `{evse, connector?}`; undefined for anything else. */
export function decodeMapping(value: unknown): Mapping | undefined {
  if (!isJsonObject(value) || !isIndex(value.evse)) return undefined;
  return isIndex(value.connector) ? { evse: value.evse, connector: value.connector } : { evse: value.evse };
}

/**
 * The mapping of one implementation in a module's tier mapping
 * `{module?: {...}, implementations?: {id: {...}}}`: its own when it has one, else that of its module.
 */
export function mappingOf(tier: unknown, implementationId: string): Mapping | undefined {
  if (!isJsonObject(tier)) return undefined;
  const { implementations, module } = tier;
  const own = isJsonObject(implementations) && Object.hasOwn(implementations, implementationId)
    ? decodeMapping(implementations[implementationId])
    : undefined;
  return own ?? decodeMapping(module);
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
