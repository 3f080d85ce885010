import type { FakeParameter, ParameterValue } from "./everest-manager.ts";

export interface FakeAccessRights {
  readonly allow_read?: boolean;
  readonly allow_write?: boolean;
  readonly allow_set_read_only?: boolean;
}

/** `access.config` of the module under test, as in EVerest's configuration. */
export interface FakeConfigAccess {
  readonly allow_global_read?: boolean;
  readonly allow_global_write?: boolean;
  readonly allow_set_read_only?: boolean;
  readonly modules?: Readonly<Record<string, FakeAccessRights>>;
}

export interface ParameterIdentifier {
  readonly module_id: string;
  readonly module_implementation_id?: string;
  readonly configuration_parameter_name: string;
}

/** Module id -> implementation id (`!module`) -> parameters. */
export type FakeConfigurations = Readonly<
  Record<string, Readonly<Record<string, readonly FakeParameter[]>>>
>;

/** What the manager sends back; undefined: nothing. */
export type ServiceAnswer =
  | { readonly status: string; readonly info?: string; readonly response: unknown }
  | undefined;

export interface ConfigurationServiceOptions {
  readonly ownModuleId: string;
  readonly modules: FakeConfigurations;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly access: FakeConfigAccess;
  readonly dialect: "old" | "new";
  /** What a running module says to a new value of a ReadWrite parameter (main of 2026-08); default Accepted. */
  readonly onSet?: (
    identifier: ParameterIdentifier,
    value: string,
  ) => "Accepted" | "Rejected" | "RebootRequired";
}

/** The configuration service of EVerest's manager: access rights, conversions and answers of either release. */
export class FakeConfigurationService {
  /** Stored for the next start of EVerest: `module/implementation/parameter` -> value. */
  readonly stored = new Map<string, ParameterValue>();
  readonly #options: ConfigurationServiceOptions;
  readonly #values = new Map<string, ParameterValue>();
  readonly #withdrawn = new Set<string>();

  constructor(options: ConfigurationServiceOptions) {
    this.#options = options;
  }

  /** What an operator does with EVerest's own tools while it runs. */
  change(moduleId: string, implementationId: string, name: string, value: ParameterValue): void {
    this.#values.set(idOf(moduleId, implementationId, name), value);
  }

  /** From now on nobody may read this module. */
  withdraw(moduleId: string): void {
    this.#withdrawn.add(moduleId);
  }

  /** EVerest starts again: what was stored counts. */
  reboot(): void {
    for (const [id, value] of this.stored) this.#values.set(id, value);
    this.stored.clear();
  }

  all(): ServiceAnswer {
    const data: Record<string, unknown> = {};
    for (const [moduleId, implementations] of Object.entries(this.#options.modules)) {
      if (!this.#may("read", moduleId)) continue;
      data[moduleId] = Object.fromEntries(
        Object.entries(implementations).map(([implementationId, list]) => [
          implementationId,
          list.map((parameter) => this.#shown(moduleId, implementationId, parameter)),
        ]),
      );
    }
    return { status: "Ok", response: { type: "All", data } };
  }

  allMappings(): ServiceAnswer {
    const readable = Object.keys(this.#options.modules).filter((moduleId) => this.#may("read", moduleId));
    const data = Object.fromEntries(readable.map((id) => [id, this.#options.mappings[id] ?? null]));
    return { status: "Ok", response: { type: "AllMappings", data } };
  }

  value(identifier: ParameterIdentifier): ServiceAnswer {
    if (!this.#may("read", identifier.module_id)) {
      return {
        status: "AccessDenied",
        info: this.#denied(identifier),
        response: { type: "Value", data: null },
      };
    }
    const found = this.#find(identifier);
    const { module_id, module_implementation_id = "!module" } = identifier;
    const data = found
      ? { ...found, value: this.#present(module_id, module_implementation_id, found) }
      : null;
    return { status: found ? "Ok" : "Error", response: { type: "Value", data } };
  }

  set(identifier: ParameterIdentifier, text: string): ServiceAnswer {
    const { module_id: moduleId, module_implementation_id: implementationId = "!module" } = identifier;
    const rejected = { status: "Rejected" };
    if (!this.#may("write", moduleId)) {
      return { status: "AccessDenied", info: this.#denied(identifier), response: rejected };
    }
    const { modules, dialect, onSet } = this.#options;
    // Before main of 2026-08, an unknown module is an exception that only the manager's log knows of.
    if (!modules[moduleId]?.[implementationId] && dialect === "old") return undefined;
    const parameter = this.#find(identifier);
    if (!parameter) return { status: "Error", response: rejected };
    const value = parse(text, parameter.characteristics.datatype);
    if (value === undefined) {
      const info = `Could not set config entry ${parameter.name} of module ${moduleId}`;
      return dialect === "old"
        ? { status: "Error", info, response: rejected }
        : { status: "Ok", response: { ...rejected, status_info: info } };
    }
    const id = idOf(moduleId, implementationId, parameter.name);
    this.stored.set(id, value);
    const isLive = dialect === "new" && parameter.characteristics.mutability === "ReadWrite" &&
      (onSet?.(identifier, text) ?? "Accepted") === "Accepted";
    if (isLive) this.#values.set(id, value);
    return { status: "Ok", response: { status: isLive ? "Accepted" : "RebootRequired" } };
  }

  #find(
    { module_id, module_implementation_id = "!module", configuration_parameter_name }: ParameterIdentifier,
  ) {
    return this.#options.modules[module_id]?.[module_implementation_id]
      ?.find(({ name }) => name === configuration_parameter_name);
  }

  #shown(moduleId: string, implementationId: string, parameter: FakeParameter): FakeParameter {
    const { access } = this.#options;
    const asWritable = access.allow_set_read_only || access.modules?.[moduleId]?.allow_set_read_only;
    const { mutability } = parameter.characteristics;
    return {
      ...parameter,
      value: this.#present(moduleId, implementationId, parameter),
      characteristics: {
        ...parameter.characteristics,
        mutability: asWritable && mutability === "ReadOnly" ? "ReadWrite" : mutability,
      },
    };
  }

  #present(moduleId: string, implementationId: string, { name, value }: FakeParameter): ParameterValue {
    return this.#values.get(idOf(moduleId, implementationId, name)) ?? value;
  }

  #may(what: "read" | "write", moduleId: string): boolean {
    const { ownModuleId, access } = this.#options;
    if (moduleId === ownModuleId) return true;
    if (this.#withdrawn.has(moduleId)) return false;
    const rights = access.modules?.[moduleId];
    return what === "read"
      ? (access.allow_global_read ?? false) || (rights?.allow_read ?? false)
      : (access.allow_global_write ?? false) || (rights?.allow_write ?? false);
  }

  #denied({ module_id }: ParameterIdentifier): string {
    return `Access to config item denied: ${this.#options.ownModuleId} cannot access ${module_id}`;
  }
}

function idOf(moduleId: string, implementationId: string, name: string): string {
  return `${moduleId}/${implementationId}/${name}`;
}

/** As the manager converts: a number in front is enough, and whatever is not true is false. */
function parse(
  text: string,
  datatype: FakeParameter["characteristics"]["datatype"],
): ParameterValue | undefined {
  switch (datatype) {
    case "string":
      return text;
    case "bool":
      return text === "true" || text === "1";
    case "integer": {
      const value = Number.parseInt(text, 10);
      return Number.isNaN(value) ? undefined : value;
    }
    case "number": {
      const value = Number.parseFloat(text);
      return Number.isNaN(value) ? undefined : value;
    }
  }
}
