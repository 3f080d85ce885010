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
  // B06.FR.02, B06.FR.03, B06.FR.11, B06.FR.14: the question is repeated, instances included,
  // with the attribute type Actual when it named none.
  const attributeType = request.attributeType ?? "Actual";
  const echo = { component, variable, attributeType };
  // B06.FR.06, FR.15
  if (look.kind === "unknownComponent") return { ...echo, attributeStatus: "UnknownComponent" };
  // B06.FR.07, FR.15
  if (look.kind === "unknownVariable") return { ...echo, attributeStatus: "UnknownVariable" };
  const attribute = attributeOf(look.variable, attributeType);
  // B06.FR.08
  if (attribute === undefined) return { ...echo, attributeStatus: "NotSupportedAttributeType" };
  // B06.FR.09
  if (attribute.mutability === "WriteOnly") {
    return { ...echo, attributeStatus: "Rejected", attributeStatusInfo: statusInfo("WriteOnly") };
  }
  const freshness = freshnessOf(look.variable.source);
  if (freshness.kind === "unknown") {
    const { reasonCode, text } = freshness.violation;
    return { ...echo, attributeStatus: "Rejected", attributeStatusInfo: statusInfo(reasonCode, text) };
  }
  // B06.FR.04; B06.FR.10, B06.FR.13: a value that nobody has set is the empty text.
  return {
    ...echo,
    attributeStatus: "Accepted",
    attributeValue: firstCharacters(attribute.value ?? "", reportingValueSize),
  };
}
