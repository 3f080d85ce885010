import { identifierKey } from "../kernel/identifier.ts";
import type { InspectedAttribute, InspectedVariable } from "./variables.ts";

/** One attribute whose values differ; an absent value is one that is not set. */
export interface VariableDifference {
  readonly component: InspectedVariable["component"];
  readonly variable: InspectedVariable["variable"];
  readonly attribute: InspectedAttribute["type"];
  readonly here?: string;
  /** The value of the file, or of the other station. */
  readonly there?: string;
  readonly setBy?: string;
  readonly setMs?: number;
  /** Set where only one of two stations has the variable. */
  readonly onlyIn?: "here" | "there";
}

/** Where the values in force are not those of the component files. */
export function differencesToFiles(variables: readonly InspectedVariable[]): readonly VariableDifference[] {
  return variables.flatMap((variable) =>
    variable.attributes.filter(({ differs }) => differs).map((attribute) => ({
      ...difference(variable, attribute, attribute.fileDefault),
      ...(attribute.setBy !== undefined && { setBy: attribute.setBy }),
      ...(attribute.setMs !== undefined && { setMs: attribute.setMs }),
    }))
  );
}

/** Where two stations are set differently. A variable that cannot be set is left out. */
export function differencesBetween(
  here: readonly InspectedVariable[],
  there: readonly InspectedVariable[],
): readonly VariableDifference[] {
  const others = settings(there);
  const mine = settings(here);
  const differing = [...mine].flatMap(([id, { variable, attribute }]): VariableDifference[] => {
    const other = others.get(id);
    if (other === undefined) return [{ ...difference(variable, attribute, undefined), onlyIn: "here" }];
    return (other.attribute.value ?? "") === (attribute.value ?? "")
      ? []
      : [difference(variable, attribute, other.attribute.value)];
  });
  const missing = [...others].filter(([id]) => !mine.has(id)).map(([, { variable, attribute }]) => {
    const { value, ...rest } = attribute;
    return { ...difference(variable, rest, value), onlyIn: "there" as const };
  });
  return [...differing, ...missing];
}

interface Setting {
  readonly variable: InspectedVariable;
  readonly attribute: InspectedAttribute;
}

function settings(variables: readonly InspectedVariable[]): ReadonlyMap<string, Setting> {
  return new Map(
    variables.flatMap((variable) =>
      variable.attributes.filter(({ mutability }) => mutability !== "ReadOnly").map((attribute) => {
        const { component, variable: own } = variable;
        const names = [component.name, component.instance, own.name, own.instance].map(identifierKey);
        const place = [component.evse?.id, component.evse?.connectorId];
        return [JSON.stringify([...names, ...place, attribute.type]), { variable, attribute }] as const;
      })
    ),
  );
}

function difference(
  { component, variable }: InspectedVariable,
  { type, value }: InspectedAttribute,
  there: string | undefined,
): VariableDifference {
  return {
    ...{ component, variable, attribute: type },
    ...(value !== undefined && { here: value }),
    ...(there !== undefined && { there }),
  };
}
