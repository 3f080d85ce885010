import { firstCharacters } from "../ocpp/first-characters.ts";
import { statusInfo } from "../ocpp/reason-codes.ts";
import type { GetVariableDataType, GetVariableResultType } from "../ocpp/messages.ts";
import { attributeOf, type Lookup } from "./variable-index.ts";
import type { Freshness } from "./variable-source.ts";

/** Answers one entry of GetVariables.req, requirement by requirement (B06). */
export function getVariable(
  request: GetVariableDataType,
  look: Lookup,
  reportingValueSize: number,
  freshnessOf: (source: string) => Freshness = () => ({ kind: "fresh" }),
): GetVariableResultType {
  const { component, variable } = request;
  // The result repeats the request, instances included, with the attribute type Actual when it named none.
  const attributeType = request.attributeType ?? "Actual";
  const echo = { component, variable, attributeType };
  if (look.kind === "unknownComponent") return { ...echo, attributeStatus: "UnknownComponent" };
  if (look.kind === "unknownVariable") return { ...echo, attributeStatus: "UnknownVariable" };
  const attribute = attributeOf(look.variable, attributeType);
  if (attribute === undefined) return { ...echo, attributeStatus: "NotSupportedAttributeType" };
  if (attribute.mutability === "WriteOnly") {
    return { ...echo, attributeStatus: "Rejected", attributeStatusInfo: statusInfo("WriteOnly") };
  }
  const freshness = freshnessOf(look.variable.source);
  if (freshness.kind === "unknown") {
    const { reasonCode, text } = freshness.violation;
    return { ...echo, attributeStatus: "Rejected", attributeStatusInfo: statusInfo(reasonCode, text) };
  }
  // An unset value is reported as empty text.
  return {
    ...echo,
    attributeStatus: "Accepted",
    attributeValue: firstCharacters(attribute.value ?? "", reportingValueSize),
  };
}
