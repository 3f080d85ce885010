import { parseJson } from "../kernel/json.ts";
import type { IdTokenInfoType } from "../ocpp/messages.ts";
import { validateResponse } from "../ocpp/validator/validate.ts";

/** Reads an IdTokenInfoType that another program has stored; undefined when it is none. */
export function readTokenInfo(json: string): IdTokenInfoType | undefined {
  const parsed = parseJson(json);
  if (parsed.kind === "malformed") return undefined;
  const validation = validateResponse("Authorize", { idTokenInfo: parsed.value });
  return validation.kind === "valid" ? validation.value.idTokenInfo : undefined;
}
