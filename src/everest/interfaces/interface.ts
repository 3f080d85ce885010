import type { Codec, Fields, Infer } from "../codec/mod.ts";
import { object, type ObjectOf } from "../codec/structures.ts";

/** A command: its arguments, all required as everywhere in EVerest, and its result. */
export interface Command<A extends Fields = Fields, R = unknown> {
  readonly args: Codec<ObjectOf<A, Record<never, never>>>;
  readonly result: Codec<R>;
}

export type Commands = Readonly<Record<string, Command>>;

/** An EVerest interface: every command and variable of every release that we work with. */
export interface Interface<C extends Commands = Commands, V extends Fields = Fields> {
  readonly name: string;
  readonly commands: C;
  readonly variables: V;
}

export type ArgsOf<C> = C extends Command<infer A, unknown> ? ObjectOf<A, Record<never, never>> : never;
export type ResultOf<C> = C extends { readonly result: Codec<infer R> } ? R : never;
export type ValueOf<V> = Infer<V>;

export function command<A extends Fields, R>(args: A, result: Codec<R>): Command<A, R> {
  return { args: object(args), result };
}

export function declareInterface<C extends Commands, V extends Fields>(
  name: string,
  parts: { readonly commands: C; readonly variables: V },
): Interface<C, V> {
  return { name, ...parts };
}
