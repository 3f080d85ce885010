import { isJsonObject } from "../kernel/json.ts";

/** What EVerest's definitions say of a value, as far as it decides whether a receiver survives it. */
export interface Schema {
  /** Another type, as `/file#/Name`. */
  readonly ref?: string;
  /** Literals in the order of the file; older releases send positions in it. */
  readonly literals?: readonly string[];
  readonly items?: Schema;
  readonly properties?: ReadonlyMap<string, Schema>;
  readonly required?: ReadonlySet<string>;
  /** No other properties than these may be sent. */
  readonly isClosed?: true;
}

export interface CommandSchema {
  readonly args: ReadonlyMap<string, Schema>;
  readonly result: Schema;
}

/** One interface as it is installed. */
export interface InterfaceSchema {
  readonly commands: ReadonlyMap<string, CommandSchema>;
  readonly variables: ReadonlyMap<string, Schema>;
}

/** Reads a schema; parts that are not understood impose no limit. Total. */
function readSchema(input: unknown): Schema {
  if (!isJsonObject(input)) return {};
  const { $ref: ref, enum: literals, items, properties, required, additionalProperties } = input;
  return {
    ...(typeof ref === "string" ? { ref } : {}),
    ...(isTextList(literals) ? { literals } : {}),
    ...(isJsonObject(items) ? { items: readSchema(items) } : {}),
    ...(isJsonObject(properties) ? { properties: readSchemas(properties) } : {}),
    ...(isTextList(required) ? { required: new Set(required) } : {}),
    ...(additionalProperties === false ? { isClosed: true } : {}),
  };
}

/** Reads `interfaces/<name>.yaml`, or what the manager publishes of it; undefined when it is no interface. */
export function readInterfaceSchema(input: unknown): InterfaceSchema | undefined {
  if (!isJsonObject(input)) return undefined;
  const { cmds, vars } = input;
  if (cmds === undefined && vars === undefined) return undefined;
  return {
    commands: new Map(
      entriesOf(cmds).map(([name, command]) => {
        const { arguments: args, result } = isJsonObject(command) ? command : {};
        return [name, { args: readSchemas(args), result: readSchema(result) }];
      }),
    ),
    variables: readSchemas(vars),
  };
}

/** Reads `types/<file>.yaml`: name -> schema. */
export function readTypeSchemas(input: unknown): ReadonlyMap<string, Schema> {
  return readSchemas(isJsonObject(input) ? input["types"] : undefined);
}

function readSchemas(input: unknown): ReadonlyMap<string, Schema> {
  return new Map(entriesOf(input).map(([name, schema]) => [name, readSchema(schema)]));
}

function entriesOf(input: unknown): [string, unknown][] {
  return isJsonObject(input) ? Object.entries(input) : [];
}

function isTextList(input: unknown): input is string[] {
  return Array.isArray(input) && input.every((entry) => typeof entry === "string");
}
