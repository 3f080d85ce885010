import type { SetVariableDataType, SetVariableResultType } from "../ocpp/messages.ts";
import { statusInfo } from "../ocpp/reason-codes.ts";
import { OCPP_SOURCE } from "./definition.ts";
import type { SetBy, VariableChange } from "./device-model.ts";
import { worksAfterReboot } from "./reboot-rule.ts";
import type { SetRule } from "./set-rule.ts";
import { judgeSet, type SetVerdict } from "./set-variable.ts";
import { type ProvisionalValue, ValuesInForce } from "./values-in-force.ts";
import type { VariableIndex } from "./variable-index.ts";
import type { OwnStorage, SourceAnswer, VariableSource } from "./variable-source.ts";
import type { SetViolation } from "./set-violation.ts";

/** How a set of several variables ended, of which all or none are stored. */
export type SetTogetherAnswer =
  | { readonly kind: "stored" }
  /** `entry` may not be set as it is; nothing was changed. */
  | { readonly kind: "refused"; readonly entry: SetVariableDataType; readonly refusal: Refusal }
  /** The disk refused; nothing was changed. */
  | { readonly kind: "notStored" };

export type Refusal = SetVerdict & { readonly kind: "refused" };

export interface VariableSetterDeps {
  readonly index: VariableIndex;
  readonly sources: ReadonlyMap<string, VariableSource>;
  readonly storage: OwnStorage;
  readonly rules: readonly SetRule[];
  notify(change: VariableChange): void;
}

type Proposed = SetVerdict & { readonly kind: "proposed" };

/** Sets variables: judges them, puts them in force, and has their owner store them. */
export class VariableSetter {
  readonly #deps: VariableSetterDeps;
  readonly #values = new ValuesInForce();

  constructor(deps: VariableSetterDeps) {
    this.#deps = deps;
  }

  async set(request: SetVariableDataType, by: SetBy): Promise<SetVariableResultType> {
    const verdict = this.#judge(request, by);
    const { component, variable } = request;
    const echo = { component, variable, attributeType: request.attributeType ?? "Actual" };
    if (verdict.kind === "refused") {
      const { status, violation } = verdict;
      return {
        ...echo,
        attributeStatus: status,
        ...(violation ? { attributeStatusInfo: statusInfo(violation.reasonCode, violation.text) } : {}),
      };
    }
    const answer = await this.#store(verdict);
    switch (answer.kind) {
      case "accepted": {
        const status = worksAfterReboot(verdict.proposal) ? "RebootRequired" : "Accepted";
        return { ...echo, attributeStatus: status };
      }
      case "afterReboot":
        return { ...echo, attributeStatus: "RebootRequired" };
      case "refused": {
        const { reasonCode, text } = answer.violation;
        return { ...echo, attributeStatus: "Rejected", attributeStatusInfo: statusInfo(reasonCode, text) };
      }
    }
  }

  /** Sets all of these or none. Every entry is judged as if those before it were set. */
  async setTogether(requests: readonly SetVariableDataType[], by: SetBy): Promise<SetTogetherAnswer> {
    const taken: (Proposed & { readonly provisional: ProvisionalValue })[] = [];
    const takeBack = () => taken.reverse().forEach(({ provisional }) => provisional.refused());
    for (const entry of requests) {
      const verdict = onlyOurs(this.#judge(entry, by));
      if (verdict.kind === "refused") {
        takeBack();
        return { kind: "refused", entry, refusal: verdict };
      }
      const provisional = this.#values.put(verdict.attribute, verdict.proposal.value, by);
      taken.push({ ...verdict, provisional });
    }
    if (!await this.#deps.storage.setTogether(taken.map(({ proposal }) => proposal))) {
      takeBack();
      return { kind: "notStored" };
    }
    for (const { provisional, ...verdict } of taken) this.#accepted(verdict, provisional.stored());
    return { kind: "stored" };
  }

  #judge(request: SetVariableDataType, by: SetBy): SetVerdict {
    return judgeSet(request, by, this.#deps.index, this.#deps.rules);
  }

  /**
   * Lets the owner store the value. Our own value is in force at once, so that later entries of the same
   * request are judged against it; another owner's value is in force when that owner has accepted it.
   */
  async #store(verdict: Proposed): Promise<SourceAnswer> {
    const { variable, attribute, proposal } = verdict;
    const source = this.#deps.sources.get(variable.source);
    if (source === undefined) {
      return {
        kind: "refused",
        violation: { reasonCode: "InternalError", text: `there is no source ${variable.source}` },
      };
    }
    if (variable.source === OCPP_SOURCE) {
      const provisional = this.#values.put(attribute, proposal.value, proposal.by);
      const answer = await source.set(proposal);
      if (answer.kind === "accepted") this.#accepted(verdict, provisional.stored());
      else provisional.refused();
      return answer;
    }
    const { value: oldValue } = attribute;
    const answer = await source.set(proposal);
    if (answer.kind !== "accepted") return answer;
    attribute.value = proposal.value;
    attribute.setBy = proposal.by;
    this.#accepted(verdict, oldValue);
    return answer;
  }

  #accepted({ variable: key, proposal }: Proposed, oldValue: string | undefined): void {
    const { attribute, value: newValue, by } = proposal;
    this.#deps.notify({ key, attribute, oldValue, newValue, by });
  }
}

/** Another owner could refuse its value when ours are already stored. */
function onlyOurs(verdict: SetVerdict): SetVerdict {
  if (verdict.kind === "refused" || verdict.variable.source === OCPP_SOURCE) return verdict;
  const violation: SetViolation = { reasonCode: "InternalError", text: "another module owns the variable" };
  return { kind: "refused", status: "Rejected", violation };
}
