import type { VariableCharacteristicsType } from "../ocpp/messages.ts";
import { type ComponentDefinition, OCPP_SOURCE, type VariableDefinition } from "./definition.ts";
import { type VariableKey, variableKey } from "./device-model.ts";
import { type ProfileList, readProfileList } from "./profile-list.ts";
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
  /** Stored values that are no longer used: those of that list, and those that give way to a file of their slot. */
  readonly obsolete: readonly StoredValue[];
  /** The slots whose file came after the list was imported. */
  readonly givenWay: readonly string[];
  /** Entries of the list that could not be imported. */
  readonly problems: readonly string[];
}

/**
 * Adds a component for every slot of NetworkConfigurationPriority, and imports
 * InternalCtrlr.NetworkConnectionProfiles into them: once, because as soon as a prioritised slot has a URL
 * the list is only another view of the slots. What was imported and never changed gives way to a file of the slot,
 * which most makers write after a first start with the list that is shipped.
 */
export function withNetworkSlots(
  configured: readonly ComponentDefinition[],
  onDisk: readonly StoredValue[],
): NetworkSlots {
  const superseded = supersededByFiles(configured, onDisk);
  const stored = onDisk.filter((value) => !superseded.includes(value));
  const text = (key: VariableKey) => storedText(stored, key) ?? textOfFile(configured, key);
  const wanted = splitList(text(PRIORITY) ?? "");
  const listText = text(PROFILE_LIST) ?? "";
  const list = readList(listText);
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
    obsolete: [...stored.filter((value) => sameVariable(value, PROFILE_LIST)), ...superseded],
    givenWay: [...new Set(superseded.map(({ component }) => component.instance ?? ""))],
    problems: isTakenOver ? [] : list.problems,
  };
}

function readList(text: string): ProfileList {
  return text.trim() === "" ? { profiles: [], problems: [] } : readProfileList(text);
}

/** The stored values of slots that are as the list of the file gave them, and that have a file of their own by now. */
function supersededByFiles(
  configured: readonly ComponentDefinition[],
  stored: readonly StoredValue[],
): readonly StoredValue[] {
  return readList(textOfFile(configured, PROFILE_LIST) ?? "").profiles.flatMap(({ slot, values }) => {
    if (!textOfFile(configured, slotKey(slot, "OcppCsmsUrl"))) return [];
    const ofSlot = stored.filter(({ component }) =>
      isSlotComponent(component) && component.instance === String(slot)
    );
    const isUntouched = ofSlot.every(({ setBy }) => setBy === "station") &&
      Object.entries(values).every(([name, value]) => storedText(ofSlot, slotKey(slot, name)) === value);
    return isUntouched ? ofSlot : [];
  });
}

function storedText(stored: readonly StoredValue[], key: VariableKey): string | undefined {
  return stored.find((value) => sameVariable(value, key) && value.attribute === "Actual")?.value;
}

/** The value that a component file gives. */
function textOfFile(configured: readonly ComponentDefinition[], key: VariableKey): string | undefined {
  return definitionOf(configured, key)?.attributes.find(({ type }) => type === "Actual")?.initial;
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
