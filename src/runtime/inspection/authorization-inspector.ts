import type { AuthorizationAnswer } from "../../inspection/authorization.ts";
import type { Refusal } from "../../inspection/inspectors.ts";
import type { IdTokenEnumType } from "../../ocpp/messages.ts";
import { usesCache, usesLocalList } from "../../station/authorization/token-controllers.ts";
import type { Station } from "../composition.ts";

const TYPES: Readonly<Record<IdTokenEnumType, true>> = {
  Central: true,
  eMAID: true,
  ISO14443: true,
  ISO15693: true,
  KeyCode: true,
  Local: true,
  MacAddress: true,
  NoAuthorization: true,
};

/** What would be decided about a token. Changes nothing, and sends nothing to the CSMS. */
export function inspectAuthorization(
  { explainAuthorization, deviceModel, link }: Pick<Station, "explainAuthorization" | "deviceModel" | "link">,
  { token, type = "ISO14443" }: Readonly<Record<string, unknown>>,
): AuthorizationAnswer | Refusal {
  if (typeof token !== "string" || token === "") return { refused: "a token is a text" };
  if (!isTokenType(type)) {
    return { refused: `a token is of one of the types ${Object.keys(TYPES).join(", ")}` };
  }
  return {
    ...explainAuthorization({ idToken: token, type }),
    connection: link.isOnline() ? "online" : "offline",
    isListEnabled: usesLocalList(deviceModel),
    isCacheEnabled: usesCache(deviceModel),
  };
}

function isTokenType(type: unknown): type is IdTokenEnumType {
  return typeof type === "string" && Object.hasOwn(TYPES, type);
}
