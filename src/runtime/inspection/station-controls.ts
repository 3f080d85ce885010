import type { Inspectors, Refusal } from "../../inspection/inspectors.ts";
import type { VariableSetAnswer } from "../../inspection/variables.ts";
import { validateRequest } from "../../ocpp/validator/validate.ts";
import type { Station } from "../composition.ts";

/** Everything that the owner of the station may change through the control socket; one line for each. */
export function stationControls(station: Pick<Station, "variables">): Inspectors {
  return {
    "variables.set": (parameters) => setVariable(station, parameters),
  };
}

async function setVariable(
  { variables }: Pick<Station, "variables">,
  entry: Readonly<Record<string, unknown>>,
): Promise<VariableSetAnswer | Refusal> {
  const request = validateRequest("SetVariables", { setVariableData: [entry] });
  const [data] = request.kind === "valid" ? request.value.setVariableData : [];
  if (data === undefined) return { refused: "this is no entry of SetVariables" };
  const { attributeStatus, attributeStatusInfo } = await variables.setForOperator(data);
  const reason = attributeStatusInfo?.additionalInfo ?? attributeStatusInfo?.reasonCode;
  return { status: attributeStatus, ...(reason !== undefined && { reason }) };
}
