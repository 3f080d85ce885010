import { join } from "node:path";

/** Options of the runtime that the module is shipped with, as build.sh gives them to it. */
const SHIPPED = shippedOptions();

/** The V8 flags, separated by commas. */
export const SHIPPED_V8_FLAGS: string = SHIPPED.v8Flags;

/**
 * What the shipped module may do. A process with all permissions is another one: the runtime lets it open files of the kernel
 * and attach databases.
 */
export const SHIPPED_PERMISSIONS: readonly string[] = SHIPPED.permissions;

function shippedOptions(): { readonly v8Flags: string; readonly permissions: readonly string[] } {
  const script = Deno.readTextFileSync(join(import.meta.dirname ?? ".", "../../../build.sh"));
  const variables = new Map<string, string>();
  for (const [, name = "", plus, value = ""] of script.matchAll(/^([A-Z0-9_]+)(\+?)=([^\s(].*)$/gm)) {
    variables.set(name, (plus === "" ? "" : variables.get(name) ?? "") + value);
  }
  const list = /^PERMISSIONS=\(([^)]*)\)$/m.exec(script)?.[1];
  const v8Flags = variables.get("V8_FLAGS");
  if (list === undefined || v8Flags === undefined) {
    throw new Error("build.sh names no V8_FLAGS or PERMISSIONS");
  }
  const expanded = list.replaceAll('"', "").replace(/\$([A-Z_]+)/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`build.sh does not say ${name}`);
    return value;
  });
  return { v8Flags, permissions: expanded.trim().split(/\s+/) };
}
