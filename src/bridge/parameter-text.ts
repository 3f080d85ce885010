import { assertNever } from "../kernel/assert-never.ts";
import type { ConfigParameter } from "../everest/module.ts";
import { decimalText } from "./decimal-text.ts";

/** A configuration value of EVerest as the device model writes it; undefined when it is not of its data type. */
export function parameterText(
  value: ConfigParameter["value"],
  datatype: ConfigParameter["datatype"],
): string | undefined {
  switch (datatype) {
    case "string":
      return typeof value === "string" ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? String(value) : undefined;
    case "integer":
      return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
    case "number":
      return typeof value === "number" ? decimalText(value) : undefined;
    case "unknown":
      return String(value);
    default:
      return assertNever(datatype);
  }
}
