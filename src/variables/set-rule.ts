import type { AttributeEnumType } from "../ocpp/messages.ts";
import type { SetBy, VariableKey } from "./device-model.ts";
import type { SetViolation } from "./set-violation.ts";

/** A value that fits its variable, before it is set. */
export interface Proposal extends VariableKey {
  readonly attribute: AttributeEnumType;
  readonly value: string;
  readonly by: SetBy;
}

/** A rule that depends on other variables. The blocks add their own rules. */
export type SetRule = (proposal: Proposal, text: ReadText) => SetViolation | undefined;

/** The current Actual value of a variable. */
export type ReadText = (key: VariableKey) => string | undefined;
