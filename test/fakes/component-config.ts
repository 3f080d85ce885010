import { join } from "node:path";

const DEVICE_MODEL = join(import.meta.dirname ?? ".", "../../device-model");

/** Actual values by `Component.Variable`, or `Component.Variable[instance]`. */
export type Overrides = Readonly<Record<string, string | number | boolean>>;

/** Monitors of the files by `Component.Variable` or `EVSE[1].Variable`, in the format of the files. */
export type MonitorOverrides = Readonly<Record<string, readonly unknown[]>>;

interface ComponentText {
  name: string;
  evse_id?: number;
  properties: Record<string, {
    variable_name: string;
    instance?: string;
    attributes: { type: string; value?: string | number | boolean }[];
    monitors?: readonly unknown[];
  }>;
}

/**
 * Writes the shipped device model into `directory` with other Actual values and monitors; an unknown name is a mistake
 * of the test.
 */
export async function writeComponentConfig(
  directory: string,
  overrides: Overrides,
  monitors: MonitorOverrides = {},
): Promise<void> {
  const unused = new Set([...Object.keys(overrides), ...Object.keys(monitors)]);
  for (const folder of ["standardized", "custom"]) {
    await Deno.mkdir(join(directory, folder), { recursive: true });
    for await (const entry of Deno.readDir(join(DEVICE_MODEL, folder))) {
      const component: ComponentText = JSON.parse(
        await Deno.readTextFile(join(DEVICE_MODEL, folder, entry.name)),
      );
      override(component, overrides, unused);
      putMonitors(component, monitors, unused);
      await Deno.writeTextFile(join(directory, folder, entry.name), JSON.stringify(component));
    }
  }
  if (unused.size > 0) throw new Error(`the device model has no ${[...unused].join(", ")}`);
}

/** Every name that `Overrides` may have, sorted. */
export async function overridableNames(): Promise<readonly string[]> {
  const names: string[] = [];
  for (const folder of ["standardized", "custom"]) {
    for await (const entry of Deno.readDir(join(DEVICE_MODEL, folder))) {
      const component: ComponentText = JSON.parse(
        await Deno.readTextFile(join(DEVICE_MODEL, folder, entry.name)),
      );
      names.push(...Object.values(component.properties).map((property) => overrideName(component, property)));
    }
  }
  return [...new Set(names)].sort();
}

function overrideName({ name }: ComponentText, property: ComponentText["properties"][string]): string {
  const instance = property.instance === undefined ? "" : `[${property.instance}]`;
  return `${name}.${property.variable_name}${instance}`;
}

function override(component: ComponentText, overrides: Overrides, unused: Set<string>): void {
  for (const property of Object.values(component.properties)) {
    const name = overrideName(component, property);
    const value = overrides[name];
    if (value === undefined) continue;
    unused.delete(name);
    const actual = property.attributes.find(({ type }) => type === "Actual");
    if (actual) actual.value = value;
  }
}

function putMonitors(component: ComponentText, monitors: MonitorOverrides, unused: Set<string>): void {
  const place = component.evse_id === undefined ? "" : `[${component.evse_id}]`;
  for (const property of Object.values(component.properties)) {
    const name = `${component.name}${place}.${property.variable_name}`;
    const wanted = monitors[name];
    if (wanted === undefined) continue;
    unused.delete(name);
    property.monitors = wanted;
  }
}
