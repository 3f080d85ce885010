import {
  filesNamed,
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
export type ReadDefinition = (path: string) => Promise<string | undefined>;

/** Reads the interfaces and all types that they lead to. Never rejects. */
export async function readInstalledDefinitions(
  names: readonly string[],
  read: ReadDefinition,
): Promise<InstalledDefinitions> {
  const load = async (path: string) => {
    const text = await read(path);
    return text === undefined ? undefined : parseDefinitionYaml(text);
  };
  const interfaces = new Map<string, InterfaceSchema>();
  await Promise.all(names.map(async (name) => {
    const schema = readInterfaceSchema(await load(`interfaces/${name}.yaml`));
    if (schema) interfaces.set(name, schema);
  }));
  const types = new Map<string, Schema>();
  const seen = new Set<string>();
  let wanted = filesNamed([...interfaces.values()].flatMap(schemasOf));
  while (wanted.size > 0) {
    const files = [...wanted];
    for (const file of files) seen.add(file);
    const loaded = await Promise.all(
      files.map(async (file) => readTypeSchemas(await load(`types/${file}.yaml`))),
    );
    for (const [index, schemas] of loaded.entries()) {
      for (const [name, schema] of schemas) types.set(`/${files[index]}#/${name}`, schema);
    }
    const named = filesNamed(loaded.flatMap((schemas) => [...schemas.values()]));
    wanted = new Set([...named].filter((file) => !seen.has(file)));
  }
  return {
    interface: (name) => interfaces.get(name),
    type: (ref) => types.get(ref),
  };
}

function schemasOf({ commands, variables }: InterfaceSchema): Schema[] {
  return [
    ...variables.values(),
    ...[...commands.values()].flatMap(({ args, result }) => [...args.values(), result]),
  ];
}
