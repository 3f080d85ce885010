/** The part of js-yaml 4.3 that we use; the package brings no types. */
export type SchemaDefinition = { readonly implicit?: readonly Type[]; readonly explicit?: readonly Type[] };

export declare class Schema {
  extend(definition: SchemaDefinition): Schema;
}

export declare class Type {
  constructor(tag: string, options: {
    readonly kind: "scalar" | "sequence" | "mapping";
    /** `null` for a node without content. */
    readonly resolve: (text: string | null) => boolean;
    readonly construct: (text: string) => unknown;
  });
}

export declare class YAMLException extends Error {
  readonly reason: string;
  /** Counted from 0; absent for what has no place. */
  readonly mark?: { readonly line: number; readonly column: number };
}

/** Text, lists and mappings only. */
export declare const FAILSAFE_SCHEMA: Schema;
export declare const types: { readonly null: Type; readonly bool: Type };

/** Undefined for an empty text. Throws `YAMLException`. */
export declare function load(
  text: string,
  options: {
    readonly schema: Schema;
    readonly maxDepth: number;
    /** Called at the beginning and the end of every node; nodes lie in each other. */
    readonly listener?: (
      event: "open" | "close",
      state: { readonly position: number; readonly result: unknown },
    ) => void;
  },
): unknown;

export declare function dump(value: unknown, options?: { readonly lineWidth?: number }): string;
