import type { ConnectorTypeEnum } from "../everest/interfaces/types/evse-manager.ts";
import type { ConnectorEnumType } from "../ocpp/messages.ts";

/**
 * The connector type in OCPP's spelling, which has hyphens where EVerest has underscores (`s309-1P-16A`,
 * `sCEE-7-7`). cMCS comes from OCPP 2.1; 2.0.1 has no name for that connector.
 */
export function toConnectorType(type: ConnectorTypeEnum): ConnectorEnumType {
  if (type === "cMCS") return "Unknown";
  return type.replaceAll("_", "-") as Hyphenated<Exclude<ConnectorTypeEnum, "cMCS">>;
}

type Hyphenated<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}-${Hyphenated<Tail>}`
  : S;

/** The connector type in EVerest's spelling. */
export function fromConnectorType(type: ConnectorEnumType): ConnectorTypeEnum {
  return type.replaceAll("-", "_") as Underscored<ConnectorEnumType>;
}

type Underscored<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Underscored<Tail>}`
  : S;
