/** A schema of the bundle: the part of JSON schema draft 6 that OCPP 2.0.1 uses. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: "date-time";
  readonly $ref?: string;
}

/** All schemas, with the definitions that they share. */
export interface SchemaBundle {
  /** `IdTokenType` … */
  readonly definitions: Readonly<Record<string, Schema>>;
  /** `AuthorizeRequest` … */
  readonly messages: Readonly<Record<string, Schema>>;
}
