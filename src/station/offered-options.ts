import type { ComponentDefinition, VariableDefinition } from "../variables/definition.ts";
import { splitList } from "../variables/value-rules.ts";
import { qualifiedName } from "../variables/variable-rules.ts";
import { CACHE_POLICIES } from "./authorization/cache-policy.ts";

/** What this program accepts of variables for which EVerest's component files offer more. */
interface AcceptedOptions {
  readonly options: readonly string[];
  /** A configured value of another option. "used": something else says what is wrong with it. */
  readonly otherValue: "leftOut" | "used";
}

const ACCEPTED: ReadonlyMap<string, AcceptedOptions> = new Map<string, AcceptedOptions>([
  ["authcachectrlr.policy", { options: CACHE_POLICIES, otherValue: "leftOut" }],
  // A slot with another transport is unusable, and is reported as such.
  ["networkconfiguration.ocpptransport", { options: ["JSON"], otherValue: "used" }],
]);

/** Options that a component file offers and this program refuses. */
export interface LeftOutOptions {
  readonly variable: string;
  readonly options: readonly string[];
}

/** The components with variables that offer only what SetVariables accepts. */
export function withAcceptedOptions(components: readonly ComponentDefinition[]): {
  readonly components: readonly ComponentDefinition[];
  readonly leftOut: readonly LeftOutOptions[];
} {
  const leftOut: LeftOutOptions[] = [];
  const narrowed = components.map((definition) => ({
    ...definition,
    variables: definition.variables.map((variable) => {
      const accepted = ACCEPTED.get(qualifiedName(definition.component, variable.variable));
      if (accepted === undefined) return variable;
      const options = refusedOptions(variable, accepted);
      if (options.length === 0) return variable;
      leftOut.push({ variable: `${definition.component.name}.${variable.variable.name}`, options });
      return narrow(variable, accepted);
    }),
  }));
  return { components: narrowed, leftOut };
}

function refusedOptions(
  { characteristics: { valuesList = "" }, attributes }: VariableDefinition,
  { options, otherValue }: AcceptedOptions,
): readonly string[] {
  const configured = otherValue === "used" ? [] : attributes.flatMap(({ initial }) => initial || []);
  return [...new Set([...splitList(valuesList), ...configured])].filter((option) =>
    !options.includes(option)
  );
}

function narrow(
  definition: VariableDefinition,
  { options, otherValue }: AcceptedOptions,
): VariableDefinition {
  const { characteristics, attributes } = definition;
  const { valuesList } = characteristics;
  const offered = valuesList && splitList(valuesList).filter((option) => options.includes(option)).join(",");
  return {
    ...definition,
    characteristics: { ...characteristics, ...(offered !== undefined && { valuesList: offered }) },
    attributes: attributes.map(({ initial, ...attribute }) =>
      initial !== undefined && (otherValue === "used" || options.includes(initial))
        ? { ...attribute, initial }
        : attribute
    ),
  };
}
