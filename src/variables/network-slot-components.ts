import type { VariableCharacteristicsType } from "../ocpp/messages.ts";
import { type ComponentDefinition, OCPP_SOURCE, type VariableDefinition } from "./definition.ts";
import { type VariableKey, variableKey } from "./device-model.ts";
import { readProfileList } from "./profile-list.ts";
import { isSlotComponent, SLOT_COMPONENT, slotKey } from "./network-slots.ts";
import { splitList } from "./value-rules.ts";
import { sameIdentifier } from "../kernel/identifier.ts";
import { componentId, sameVariable, variableId } from "./variable-id.ts";
import type { StoredValue } from "./variable-store.ts";

/** Owner of InternalCtrlr.NetworkConnectionProfiles, whose value is computed from the slots. */
export const PROFILE_LIST_SOURCE = "network slots";

const PRIORITY = variableKey("OCPPCommCtrlr", "NetworkConfigurationPriority");
const PROFILE_LIST = variableKey("InternalCtrlr", "NetworkConnectionProfiles");
const INTERFACES = "Wired0,Wired1,Wired2,Wired3,Wireless0,Wireless1,Wireless2,Wireless3,Any";

export interface NetworkSlots {
  /** With a NetworkConfiguration component for every slot. */
  readonly components: readonly ComponentDefinition[];
  /** Values of the older list of profiles for the slots, to be stored. */
  readonly imported: readonly StoredValue[];
  /** Stored values of that list, no longer used. */
  readonly obsolete: readonly StoredValue[];
  /** Entries of the list that could not be imported. */
  readonly problems: readonly string[];
}

/**
 * Adds a component for every slot of NetworkConfigurationPriority, and imports
 * InternalCtrlr.NetworkConnectionProfiles into them: once, because as soon as a prioritised slot has a URL
 * the list is only another view of the slots.
 */
export function withNetworkSlots(
  configured: readonly ComponentDefinition[],
  stored: readonly StoredValue[],
): NetworkSlots {
  const text = (key: VariableKey) =>
    stored.find((value) => sameVariable(value, key) && value.attribute === "Actual")?.value ??
      definitionOf(configured, key)?.attributes.find(({ type }) => type === "Actual")?.initial;
  const wanted = splitList(text(PRIORITY) ?? "");
  const listText = text(PROFILE_LIST) ?? "";
  const list = listText.trim() === "" ? { profiles: [], problems: [] } : readProfileList(listText);
  const isTakenOver = wanted.some((slot) => text(slotKey(slot, "OcppCsmsUrl")));
  const possible = splitList(definitionOf(configured, PRIORITY)?.characteristics.valuesList ?? "");
  const known = stored.flatMap(({ component }) =>
    isSlotComponent(component) ? [component.instance ?? ""] : []
  );
  const slots = new Set([
    ...possible,
    ...wanted,
    ...known,
    ...isTakenOver ? [] : list.profiles.map(({ slot }) => String(slot)),
  ]);
  return {
    components: addSlots(configured, [...slots].filter((slot) => /^\d+$/.test(slot))),
    imported: isTakenOver
      ? []
      : list.profiles.flatMap(({ slot, values }) =>
        Object.entries(values).map(([name, value]): StoredValue => ({
          ...slotKey(slot, name),
          attribute: "Actual",
          value,
          setBy: "station",
        }))
      ),
    obsolete: stored.filter((value) => sameVariable(value, PROFILE_LIST)),
    problems: isTakenOver ? [] : list.problems,
  };
}

function addSlots(
  configured: readonly ComponentDefinition[],
  slots: readonly string[],
): readonly ComponentDefinition[] {
  const components = new Map<string, ComponentDefinition>();
  for (const definition of configured) {
    components.set(componentId(definition.component), withOwners(definition));
  }
  for (const slot of slots) {
    const component = { name: SLOT_COMPONENT, instance: slot };
    const known = components.get(componentId(component));
    const names = new Set(known?.variables.map(({ variable }) => variableId(variable)));
    const missing = slotVariables().filter(({ variable }) => !names.has(variableId(variable)));
    components.set(componentId(component), {
      component: known?.component ?? component,
      variables: [...known?.variables ?? [], ...missing],
    });
  }
  return [...components.values()];
}

function withOwners({ component, variables }: ComponentDefinition): ComponentDefinition {
  return {
    component,
    variables: variables.map((definition) => {
      if (sameVariable({ component, variable: definition.variable }, PROFILE_LIST)) {
        return { ...definition, source: PROFILE_LIST_SOURCE };
      }
      return isSlotComponent(component) ? withoutShortest(definition) : definition;
    }),
  };
}

/** An empty text removes a password, so the minimum length is a set rule and no minLimit. */
function withoutShortest(definition: VariableDefinition): VariableDefinition {
  if (!sameIdentifier(definition.variable.name, "BasicAuthPassword")) return definition;
  const { minLimit: _, ...characteristics } = definition.characteristics;
  return { ...definition, characteristics };
}

function slotVariables(): VariableDefinition[] {
  const own = (
    name: string,
    characteristics: Omit<VariableCharacteristicsType, "supportsMonitoring">,
    initial?: string,
    mutability: "ReadWrite" | "WriteOnly" | "ReadOnly" = "ReadWrite",
  ): VariableDefinition => ({
    variable: { name },
    characteristics: { ...characteristics, supportsMonitoring: mutability !== "WriteOnly" },
    attributes: [{ type: "Actual", mutability, ...(initial === undefined ? {} : { initial }) }],
    source: OCPP_SOURCE,
  });
  return [
    own("OcppCsmsUrl", { dataType: "string", maxLimit: 2000 }),
    own("SecurityProfile", { dataType: "integer", minLimit: 0, maxLimit: 3 }, "1"),
    own("OcppInterface", { dataType: "OptionList", valuesList: INTERFACES }, "Any"),
    own("OcppTransport", { dataType: "OptionList", valuesList: "JSON" }, "JSON"),
    own("MessageTimeout", { dataType: "integer", unit: "s", minLimit: 1 }, "30"),
    own("Identity", { dataType: "string", maxLimit: 48 }),
    own("BasicAuthPassword", { dataType: "string", maxLimit: 64 }, undefined, "WriteOnly"),
    own("ApnEnabled", { dataType: "boolean" }, "false", "ReadOnly"),
    own("VpnEnabled", { dataType: "boolean" }, "false", "ReadOnly"),
  ];
}

function definitionOf(
  components: readonly ComponentDefinition[],
  key: VariableKey,
): VariableDefinition | undefined {
  return components.find(({ component }) => componentId(component) === componentId(key.component))
    ?.variables.find(({ variable }) => variableId(variable) === variableId(key.variable));
}
