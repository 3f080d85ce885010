import type {
  AttributeEnumType,
  ComponentType,
  MutabilityEnumType,
  VariableCharacteristicsType,
  VariableType,
} from "../ocpp/messages.ts";
import type { ComponentDefinition, MonitorDefinition, VariableDefinition } from "./definition.ts";
import type { SetBy, VariableKey } from "./device-model.ts";
import { componentId, variableId } from "./variable-id.ts";

/** One attribute with its present value. */
export interface Attribute {
  readonly type: AttributeEnumType;
  readonly mutability: MutabilityEnumType;
  /** Undefined while unset. */
  readonly value: string | undefined;
  /** Who set the value; undefined while the configured value is in force. */
  readonly setBy: SetBy | undefined;
}

/** One variable of the device model, read-only. */
export interface Variable {
  readonly component: ComponentType;
  readonly variable: VariableType;
  readonly characteristics: VariableCharacteristicsType;
  readonly attributes: readonly Attribute[];
  /** Monitors that the component files put on the variable. */
  readonly monitors?: readonly MonitorDefinition[];
  readonly source: string;
}

export interface Component {
  readonly component: ComponentType;
  readonly variables: readonly Variable[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The same objects with writable values: only the device model uses these. */
export type AttributeSlot = Writable<Attribute>;
export interface VariableSlot extends Omit<Variable, "characteristics"> {
  characteristics: VariableCharacteristicsType;
  readonly attributes: readonly AttributeSlot[];
}
export interface ComponentSlot {
  readonly component: ComponentType;
  readonly variables: readonly VariableSlot[];
  readonly byId: ReadonlyMap<string, VariableSlot>;
}

export type Lookup =
  | { readonly kind: "found"; readonly variable: VariableSlot }
  | { readonly kind: "unknownComponent" }
  | { readonly kind: "unknownVariable" };

/**
 * Every variable of the station in the order of its definition, found by name in constant time. Several
 * definitions of one component are merged; of one variable the first is used.
 */
export class VariableIndex {
  readonly #components = new Map<string, GrowingComponent>();
  /** Where the keys that are constants of the program lead: settings are read for every message. */
  #found = new WeakMap<VariableKey, AttributeSlot>();

  constructor(definitions: readonly ComponentDefinition[]) {
    for (const { component, variables } of definitions) {
      const slot = this.#grow(component);
      for (const variable of variables) {
        if (!slot.byId.has(variableId(variable.variable))) put(slot, variable);
      }
    }
  }

  /**
   * Adds variables that their owner defines later. They replace variables of the same name, which are
   * returned.
   */
  define(definitions: readonly ComponentDefinition[]): readonly VariableKey[] {
    const replaced: VariableKey[] = [];
    this.#found = new WeakMap();
    for (const { component, variables } of definitions) {
      const slot = this.#grow(component);
      for (const variable of variables) {
        if (slot.byId.has(variableId(variable.variable))) {
          replaced.push({ component, variable: variable.variable });
        }
        put(slot, variable);
      }
    }
    return replaced;
  }

  components(): IterableIterator<ComponentSlot> {
    return this.#components.values();
  }

  component(component: ComponentType): ComponentSlot | undefined {
    return this.#components.get(componentId(component));
  }

  look({ component, variable }: VariableKey): Lookup {
    const owner = this.component(component);
    if (owner === undefined) return { kind: "unknownComponent" };
    const found = owner.byId.get(variableId(variable));
    return found === undefined ? { kind: "unknownVariable" } : { kind: "found", variable: found };
  }

  /** The Actual attribute; a key that was asked for before leads there at once. */
  actual(key: VariableKey): AttributeSlot | undefined {
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const attribute = this.attribute(key, "Actual");
    if (attribute !== undefined) this.#found.set(key, attribute);
    return attribute;
  }

  #grow(component: ComponentType): GrowingComponent {
    const id = componentId(component);
    const slot = this.#components.get(id) ?? { component, variables: [], byId: new Map() };
    this.#components.set(id, slot);
    return slot;
  }

  attribute(key: VariableKey, type: AttributeEnumType): AttributeSlot | undefined {
    const found = this.look(key);
    return found.kind === "found" ? attributeOf(found.variable, type) : undefined;
  }
}

export function attributeOf(variable: VariableSlot, type: AttributeEnumType): AttributeSlot | undefined;
export function attributeOf(variable: Variable, type: AttributeEnumType): Attribute | undefined;
export function attributeOf(variable: Variable, type: AttributeEnumType): Attribute | undefined {
  return variable.attributes.find((attribute) => attribute.type === type);
}

interface GrowingComponent extends ComponentSlot {
  readonly variables: VariableSlot[];
  readonly byId: Map<string, VariableSlot>;
}

function put({ component, variables, byId }: GrowingComponent, definition: VariableDefinition): void {
  const id = variableId(definition.variable);
  const slot = toVariable(component, definition);
  const known = byId.get(id);
  if (known === undefined) variables.push(slot);
  else variables[variables.indexOf(known)] = slot;
  byId.set(id, slot);
}

function toVariable(component: ComponentType, definition: VariableDefinition): VariableSlot {
  const { variable, characteristics, attributes, monitors, source } = definition;
  return {
    component,
    variable,
    characteristics,
    attributes: attributes.map(({ type, mutability, initial }) => ({
      type,
      mutability,
      value: initial,
      setBy: undefined,
    })),
    ...(monitors && { monitors }),
    source,
  };
}
