import { parseComponentFile } from "./component-file.ts";
import type { ConfigProblem } from "./config-problem.ts";
import type { ComponentDefinition } from "./definition.ts";
import { componentId } from "./variable-id.ts";

/** The text of one component file. */
export interface ComponentFile {
  readonly path: string;
  readonly text: string;
}

export interface ComponentFiles {
  /** `standardized/*.json`, in order of name. */
  readonly standardized: readonly ComponentFile[];
  /** `custom/*.json`, in order of name. */
  readonly custom: readonly ComponentFile[];
}

export interface LoadedComponents {
  readonly components: readonly ComponentDefinition[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Parses a component configuration. A custom file replaces the standardized one of the same name, instance
 * and EVSE entirely; two files of one folder for the same component are a problem, and the first one is used.
 */
export function loadComponents({ standardized, custom }: ComponentFiles): LoadedComponents {
  const problems: ConfigProblem[] = [];
  const standard = parseFolder(standardized, problems);
  const components = new Map([...standard, ...parseFolder(custom, problems)]);
  if (components.size === 0) {
    problems.push({ file: "component configuration", reason: "it defines no component" });
  }
  return {
    components: [...components].map(([id, definition]) =>
      standard.has(id) ? { ...definition, isStandardized: true } : definition
    ),
    problems,
  };
}

function parseFolder(
  files: readonly ComponentFile[],
  problems: ConfigProblem[],
): ReadonlyMap<string, ComponentDefinition> {
  const found = new Map<string, ComponentDefinition>();
  const pathOf = new Map<string, string>();
  for (const { path, text } of files) {
    const parsed = parseComponentFile(path, text);
    problems.push(...parsed.problems);
    if (parsed.component === undefined) continue;
    const id = componentId(parsed.component.component);
    if (found.has(id)) {
      problems.push({
        file: path,
        component: parsed.component.component.name,
        reason: `another file, ${pathOf.get(id)}, defines the same component and counts`,
      });
      continue;
    }
    found.set(id, parsed.component);
    pathOf.set(id, path);
  }
  return found;
}
