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

export declare class YAMLException extends Error {}

/** Text, lists and mappings only. */
export declare const FAILSAFE_SCHEMA: Schema;
export declare const types: { readonly null: Type; readonly bool: Type };

/** Undefined for an empty text. Throws `YAMLException`. */
export declare function load(
  text: string,
  options: { readonly schema: Schema; readonly maxDepth: number },
): unknown;

export declare function dump(value: unknown, options?: { readonly lineWidth?: number }): string;
