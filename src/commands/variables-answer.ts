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
  if (wanted === undefined) {
    return `${name} is no name of a variable; write it as variables list does, e.g. EVSE[1].Power`;
  }
  const found = variables.find((variable) => sameName(variable, wanted));
  if (found !== undefined) return found;
  const suggestion = nearestWord(
    name.toLowerCase(),
    variables.map((each) => variableName(each).toLowerCase()),
  );
  const candidate = variables.find((each) => variableName(each).toLowerCase() === suggestion);
  return `the station has no variable ${name}${
    candidate === undefined ? "" : `; did you mean ${variableName(candidate)}?`
  }`;
}
