import { join } from "node:path";
import type { Overrides } from "../fakes/component-config.ts";
import type { Recording } from "./recording.ts";

interface Reported {
  readonly component: { readonly name: string; readonly evse?: unknown };
  readonly variable: { readonly name: string; readonly instance?: string };
  readonly variableAttribute: readonly { readonly value?: string; readonly mutability?: string }[];
}

/** Read-only variables that are settings all the same. */
const READ_ONLY_SETTINGS: ReadonlySet<string> = new Set([
  "OCPPCommCtrlr.MessageTimeout[Default]",
  "InternalCtrlr.ChargePointModel",
  "InternalCtrlr.ChargePointSerialNumber",
  "InternalCtrlr.ChargePointVendor",
  "InternalCtrlr.FirmwareVersion",
  "SecurityCtrlr.Identity",
  "SecurityCtrlr.SecurityProfile",
]);

/**
 * How the recorded station was configured when it started: what it reported of itself in run1, but for what the CSMS
 * had set before. Only variables that this station has too.
 */
export async function recordedVariables(run1: Recording): Promise<Overrides> {
  const known = await ownVariables();
  const setBefore = setByCsms(run1);
  const variables: Record<string, string> = {};
  for (const { component, variable, variableAttribute } of fullInventory(run1)) {
    const [{ value, mutability }] = variableAttribute as [Reported["variableAttribute"][number]];
    const name = nameOf(component, variable);
    if (component.evse || value === undefined || !known.has(name) || setBefore.has(name)) continue;
    if (mutability === "ReadOnly" && !READ_ONLY_SETTINGS.has(name)) continue;
    variables[name] = value;
  }
  return variables;
}

function nameOf(component: { readonly name: string }, variable: Reported["variable"]): string {
  const instance = variable.instance === undefined ? "" : `[${variable.instance}]`;
  return `${component.name}.${variable.name}${instance}`;
}

function fullInventory({ csms }: Recording): Reported[] {
  return csms.flatMap((record) => {
    if (record.kind !== "frame" || record.frame[2] !== "NotifyReport") return [];
    const report = record.frame[3] as { requestId: number; reportData?: Reported[] };
    return report.requestId === 1 ? report.reportData ?? [] : [];
  });
}

/** Variables that the CSMS set before it asked for the inventory. */
function setByCsms({ csms }: Recording): ReadonlySet<string> {
  const names = new Set<string>();
  for (const record of csms) {
    if (record.kind !== "frame" || record.frame[0] !== 2) continue;
    if (record.frame[2] === "GetBaseReport") break;
    if (record.frame[2] !== "SetVariables") continue;
    const { setVariableData } = record.frame[3] as { setVariableData: Reported[] };
    for (const { component, variable } of setVariableData) names.add(nameOf(component, variable));
  }
  return names;
}

async function ownVariables(): Promise<ReadonlySet<string>> {
  const directory = join(import.meta.dirname ?? ".", "../../device-model/standardized");
  const names = new Set<string>();
  for await (const { name: file } of Deno.readDir(directory)) {
    const component = JSON.parse(await Deno.readTextFile(join(directory, file))) as {
      name: string;
      properties: Record<string, { variable_name: string; instance?: string }>;
    };
    for (const { variable_name: name, instance } of Object.values(component.properties)) {
      names.add(nameOf(component, { name, ...(instance === undefined ? {} : { instance }) }));
    }
  }
  return names;
}
