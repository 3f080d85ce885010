import { identifierKey } from "../../src/kernel/identifier.ts";
import { nearestWord } from "../../src/kernel/nearest-word.ts";
import type { Overrides } from "../fakes/component-config.ts";

export type VariableSettings =
  | { readonly kind: "settings"; readonly overrides: Overrides }
  | { readonly kind: "refused"; readonly reason: string };

/** Reads `Component.Variable=value`, each; `names` are those that the device model has. */
export function readVariableSettings(
  settings: readonly string[],
  names: readonly string[],
): VariableSettings {
  const overrides: Record<string, string> = {};
  for (const setting of settings) {
    const index = setting.indexOf("=");
    const name = index < 0 ? setting : setting.slice(0, index);
    if (index < 0) return refused(`${name} has no value: ${meantBy(name, names) ?? "Component.Variable"}=…`);
    if (!names.includes(name)) {
      const meant = meantBy(name, names);
      return refused(`the device model has no ${name}${meant === undefined ? "" : `: ${meant}?`}`);
    }
    overrides[name] = setting.slice(index + 1);
  }
  return { kind: "settings", overrides };
}

/** The variable of that name of whichever component, or the one with the nearest name. */
function meantBy(name: string, names: readonly string[]): string | undefined {
  const variable = (full: string) => full.slice(full.indexOf(".") + 1);
  const wanted = name.includes(".") ? variable(name) : name;
  const ofOther = names.find((each) => identifierKey(variable(each)) === identifierKey(wanted));
  if (names.includes(name)) return name;
  return nearestWord(name, names) ?? ofOther ??
    names.find((each) => variable(each) === nearestWord(wanted, names.map(variable)));
}

function refused(reason: string): VariableSettings {
  return { kind: "refused", reason: `--variable: ${reason}` };
}
