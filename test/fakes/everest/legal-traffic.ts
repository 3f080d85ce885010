import { type Codec, decode, encode, located } from "../../../src/everest/codec/mod.ts";
import type { Interface } from "../../../src/everest/interfaces/interface.ts";
import { isJsonObject } from "../../../src/kernel/json.ts";

/** What is illegal about a call of `command`: nothing when it is empty. A C++ peer dies on most of these. */
export function callFaults(declared: Interface, command: string, args: unknown): string[] {
  const known = declared.commands[command];
  if (!known) return [`${declared.name} has no command ${command}`];
  return valueFaults(known.args, args).map((fault) => `${declared.name}.${command}: ${fault}`);
}

/** What is illegal about the result of a command of `declared`. */
export function resultFaults(declared: Interface, command: string, result: unknown): string[] {
  const known = declared.commands[command];
  if (!known) return [`${declared.name} has no command ${command}`];
  return valueFaults(known.result, result).map((fault) => `${declared.name}.${command} answer: ${fault}`);
}

/** What is illegal about publishing `value` as a variable of `declared`. */
export function variableFaults(declared: Interface, variable: string, value: unknown): string[] {
  const codec = declared.variables[variable];
  if (!codec) return [`${declared.name} has no variable ${variable}`];
  return valueFaults(codec, value).map((fault) => `${declared.name}.${variable}: ${fault}`);
}

function valueFaults(codec: Codec<unknown>, value: unknown): string[] {
  const read = decode(codec, value);
  if (read.kind === "wrong") return [located(read)];
  const written = encode(codec, read.value);
  if (written.kind === "wrong") return [located(written)];
  return undeclared(value, written.value, "");
}

/** Keys (and nulls) of `sent` that the declared type does not have: `declared` is `sent` reduced to the type. */
function undeclared(sent: unknown, declared: unknown, path: string): string[] {
  if (Array.isArray(sent) && Array.isArray(declared)) {
    return sent.flatMap((item, index) => undeclared(item, declared[index], `${path}${index}.`));
  }
  if (!isJsonObject(sent) || !isJsonObject(declared)) return [];
  return Object.keys(sent).flatMap((key) =>
    key in declared
      ? undeclared(sent[key], declared[key], `${path}${key}.`)
      : [`${path}${key}: is not declared`]
  );
}
