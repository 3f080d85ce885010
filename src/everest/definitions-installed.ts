import {
  type InterfaceSchema,
  readInterfaceSchema,
  readTypeSchemas,
  type Schema,
} from "./definitions-schema.ts";
import { parseDefinitionYaml } from "./definitions-yaml.ts";

/** The interfaces and types of the EVerest that is installed. */
export interface InstalledDefinitions {
  /** Undefined: the file is missing or unreadable; then nothing is known of the interface. */
  interface(name: string): InterfaceSchema | undefined;
  /** By `/file#/Name`. */
  type(ref: string): Schema | undefined;
}

/** Text of a file below EVerest's data directory; undefined when it cannot be read. */
export type ReadDefinition = (path: string) => string | undefined;

/**
 * Reads and parses each file when something first needs it. All of them would cost the start 40 ms, and a station
 * needs few types. Total.
 */
export function installedDefinitions(read: ReadDefinition): InstalledDefinitions {
  const interfaces = new Map<string, InterfaceSchema | undefined>();
  const types = new Map<string, ReadonlyMap<string, Schema>>();
  const load = (path: string) => {
    const text = read(path);
    return text === undefined ? undefined : parseDefinitionYaml(text);
  };
  return {
    interface(name) {
      if (!interfaces.has(name)) interfaces.set(name, readInterfaceSchema(load(`interfaces/${name}.yaml`)));
      return interfaces.get(name);
    },
    type(ref) {
      const [, file, name] = /^\/(\w+)#\/(.+)$/.exec(ref) ?? [];
      if (file === undefined || name === undefined) return undefined;
      const known = types.get(file) ?? readTypeSchemas(load(`types/${file}.yaml`));
      types.set(file, known);
      return known.get(name);
    },
  };
}
