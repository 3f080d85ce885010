import type { ComponentType, VariableCharacteristicsType, VariableType } from "../../../src/ocpp/messages.ts";
import { createDeviceModel, type DeviceModelDeps } from "../../../src/variables/create-device-model.ts";
import type {
  AttributeDefinition,
  ComponentDefinition,
  VariableDefinition,
} from "../../../src/variables/definition.ts";
import { displayName } from "../../../src/variables/variable-id.ts";
import type { StoredValue, VariableStore } from "../../../src/variables/variable-store.ts";
import { FakeClock } from "../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../fakes/recording-logger.ts";

/** A store whose disk the test can break. */
export class FakeStore implements VariableStore {
  readonly values = new Map<string, StoredValue>();
  failing = false;
  /** The disk takes its time, or refuses, e.g. by the number of values. */
  disk: ((count: number) => Promise<void>) | undefined;

  constructor(stored: readonly StoredValue[] = []) {
    for (const value of stored) this.values.set(nameOf(value), value);
  }
  all(): readonly StoredValue[] {
    return [...this.values.values()].map((value) => ({ ...value }));
  }
  async save(...values: readonly StoredValue[]): Promise<void> {
    if (this.failing) throw new Error("disk full");
    await this.disk?.(values.length);
    for (const value of values) this.values.set(nameOf(value), value);
  }
  remove(values: readonly StoredValue[]): Promise<void> {
    for (const value of values) this.values.delete(nameOf(value));
    return Promise.resolve();
  }
}

function nameOf({ component, variable, attribute }: StoredValue): string {
  return `${displayName(component, variable)}/${attribute}`;
}

export function component(
  identity: string | ComponentType,
  variables: readonly VariableDefinition[],
): ComponentDefinition {
  return { component: typeof identity === "string" ? { name: identity } : identity, variables };
}

type Characteristics = Partial<VariableCharacteristicsType> & Pick<VariableCharacteristicsType, "dataType">;

export function variable(
  identity: string | VariableType,
  characteristics: Characteristics,
  attributes: readonly Partial<AttributeDefinition>[] = [{}],
  source = "OCPP",
): VariableDefinition {
  return {
    variable: typeof identity === "string" ? { name: identity } : identity,
    characteristics: { supportsMonitoring: true, ...characteristics },
    attributes: attributes.map((attribute) => ({ type: "Actual", mutability: "ReadWrite", ...attribute })),
    source,
  };
}

/** A device model of these components, with everything around it under the test's control. */
export function modelOf(
  components: readonly ComponentDefinition[],
  deps: Partial<DeviceModelDeps> & { store?: FakeStore } = {},
) {
  const store = deps.store ?? new FakeStore();
  const log = new RecordingLogger();
  const clock = new FakeClock();
  const model = createDeviceModel({ components, configurationComplete: true, clock, log, ...deps, store });
  return { model, store, log, clock };
}
