import type { InspectedAttribute, InspectedVariable, VariablesAnswer } from "../../inspection/variables.ts";
import { MASK } from "../../kernel/mask.ts";
import { isSecretVariable, redactedJson } from "../../message-log/message-log-redaction.ts";
import { countsWithNextConnection } from "../../station/network-profiles/network-of-boot.ts";
import type { ComponentDefinition } from "../../variables/definition.ts";
import type { VariableKey } from "../../variables/device-model.ts";
import { readerOf } from "../../variables/honoured-variables.ts";
import { worksAfterReboot } from "../../variables/reboot-rule.ts";
import { isRequired } from "../../variables/required-variables.ts";
import { componentId, variableId } from "../../variables/variable-id.ts";
import type { Attribute, Component, Variable } from "../../variables/variable-index.ts";
import type { StoredValue } from "../../variables/variable-store.ts";
import type { Station } from "../composition.ts";
import type { StationSetup } from "../station-setup.ts";

/** What is known of the values besides the device model itself. */
export interface VariableOrigins {
  /** Components as the files define them. */
  readonly files: readonly ComponentDefinition[];
  readonly stored: readonly StoredValue[];
  readonly nowMs: number;
}

/** What `variables` answers: the values of now, those of other modules asked for. */
export async function inspectVariables(
  { deviceModel }: Pick<Station, "deviceModel">,
  { storage, platform }: Pick<StationSetup, "storage" | "platform">,
): Promise<VariablesAnswer> {
  await deviceModel.refresh();
  return describeVariables(deviceModel.components(), {
    files: storage.configured.components,
    stored: storage.variables.all(),
    nowMs: platform.clock.wallMs(),
  });
}

/** Every variable with its values, who set them and when; secrets masked. */
export function describeVariables(
  components: Iterable<Component>,
  { files, stored, nowMs }: VariableOrigins,
): VariablesAnswer {
  const defaults = new Map(
    files.flatMap(({ component, variables }) =>
      variables.flatMap(({ variable, attributes }) =>
        attributes.map(({ type, initial }) => [attributeId({ component, variable }, type), initial] as const)
      )
    ),
  );
  const times = new Map(stored.map((value) => [attributeId(value, value.attribute), value.setMs]));
  const describe = (variable: Variable): InspectedVariable => {
    const readBy = readerOf(variable);
    return {
      component: variable.component,
      variable: variable.variable,
      ...variable.characteristics,
      source: variable.source,
      isRequired: isRequired(variable),
      ...(readBy !== undefined && { readBy }),
      takesEffect: takesEffect(variable),
      attributes: variable.attributes.map((attribute) => {
        const id = attributeId(variable, attribute.type);
        return describeAttribute(variable, attribute, {
          fileDefault: defaults.get(id),
          setMs: times.get(id),
        });
      }),
    };
  };
  return { nowMs, variables: [...components].flatMap(({ variables }) => variables.map(describe)) };
}

function describeAttribute(
  key: VariableKey,
  { type, mutability, value, setBy }: Attribute,
  { fileDefault, setMs }: { readonly fileDefault: string | undefined; readonly setMs: number | undefined },
): InspectedAttribute {
  const shown = masked(key, value);
  const shownDefault = masked(key, fileDefault);
  return {
    ...{ type, mutability },
    ...(shown !== undefined && { value: shown }),
    ...(setBy !== undefined && { setBy }),
    ...(setBy !== undefined && setMs !== undefined && { setMs }),
    ...(shownDefault !== undefined && { fileDefault: shownDefault }),
    // An empty value and none are the same.
    differs: setBy !== undefined && (value ?? "") !== (fileDefault ?? ""),
  };
}

/** A value for people's eyes: no password, no key, not inside a list of network profiles or a URL either. */
function masked({ variable }: VariableKey, value: string | undefined): string | undefined {
  if (!value) return value;
  return isSecretVariable(variable.name) ? MASK : redactedJson(value);
}

function takesEffect(variable: Variable): InspectedVariable["takesEffect"] {
  const actual = variable.attributes.find(({ type }) => type === "Actual");
  if (actual === undefined || actual.mutability === "ReadOnly") return "cannotBeSet";
  if (countsWithNextConnection(variable)) return "withNextConnection";
  return worksAfterReboot({ ...variable, attribute: "Actual", value: "", by: "csms" })
    ? "afterReboot"
    : "atOnce";
}

function attributeId({ component, variable }: VariableKey, type: string): string {
  return `${componentId(component)} ${variableId(variable)} ${type}`;
}
