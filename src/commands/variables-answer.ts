import type { InspectedVariable, VariablesAnswer } from "../inspection/variables.ts";
import { readStationFiles } from "../runtime/check/station-files.ts";
import { variablesOfFiles } from "../runtime/check/variables-of-files.ts";
import type { CommandCall, OptionDefinition } from "./command.ts";
import { nearestWord } from "../kernel/nearest-word.ts";
import { parseVariableName, sameName, variableName } from "../inspection/variable-name.ts";

/** For commands that also work without a running module. */
export const CONFIG_OPTION: OptionDefinition = {
  name: "config",
  value: "EVEREST.YAML",
  summary: "read the files of this EVerest configuration instead of asking the module",
};

/** The variables of the running module, or of its files; or why there are none. */
export async function variablesOf({ io, options }: CommandCall): Promise<VariablesAnswer | string> {
  const { config } = options;
  if (typeof config === "string") {
    const files = await readStationFiles({ configPath: config });
    return files.kind === "unreadable" ? files.reason : await variablesOfFiles(files, io.nowMs());
  }
  const asked = await io.ask("variables");
  if ("failure" in asked) return `${asked.failure.text}; --config EVEREST.YAML reads the files`;
  return asked.answer as VariablesAnswer;
}

/** The variable of this name, or what is wrong with the name. */
export function findVariable(
  variables: readonly InspectedVariable[],
  name: string,
): InspectedVariable | string {
  const wanted = parseVariableName(name);
  const found = wanted && variables.find((variable) => sameName(variable, wanted));
  if (found !== undefined) return found;
  const meant = meantBy(name, variables).map(variableName);
  const [first] = meant;
  if (first === undefined) {
    return wanted === undefined && !BARE_NAME.test(name)
      ? `${name} is no name of a variable; write it as variables list does, e.g. EVSE[1].Power`
      : `the station has no variable ${name}`;
  }
  if (meant.length === 1) return `the station has no variable ${name}; did you mean ${first}?`;
  const rest = meant.length - MAX_PROPOSALS;
  return `the station has no variable ${name}; it has ${meant.slice(0, MAX_PROPOSALS).join(", ")}${
    rest > 0 ? ` and ${rest} more` : ""
  }`;
}

const MAX_PROPOSALS = 5;
const BARE_NAME = /^\w+$/;

/** The variables that were probably meant: by the whole name, or by that behind the component. */
function meantBy(name: string, variables: readonly InspectedVariable[]): readonly InspectedVariable[] {
  const typed = name.toLowerCase();
  const own = (variable: InspectedVariable) => partsOf(variable).map((part) => part.toLowerCase());
  const typedOwn = typed.slice(typed.lastIndexOf(".") + 1);
  const near = (word: string, nameOf: (variable: InspectedVariable) => readonly string[]) => {
    const nearest = nearestWord(word, variables.flatMap(nameOf));
    return variables.filter((variable) => nearest !== undefined && nameOf(variable).includes(nearest));
  };
  const byWhole = near(typed, (variable) => [variableName(variable).toLowerCase()]);
  return byWhole.length > 0 ? byWhole : near(typedOwn, own);
}

/** The name of a variable without its component, with and without instance. */
function partsOf({ variable: { name, instance } }: InspectedVariable): readonly string[] {
  return instance === undefined ? [name] : [name, `${name}(${instance})`];
}
