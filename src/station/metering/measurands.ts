import type { MeasurandEnumType } from "../../ocpp/messages.ts";
import type { ComponentDefinition, VariableDefinition } from "../../variables/definition.ts";
import type { SetRule } from "../../variables/set-rule.ts";
import { splitList } from "../../variables/value-rules.ts";
import { qualifiedName } from "../../variables/variable-rules.ts";
import type { SetViolation } from "../../variables/set-violation.ts";
import type { MeterReading } from "../evse-event.ts";
import { measurandOf } from "./value-selection.ts";

/**
 * Every measurand that can be delivered, with the one that a meter must tell for it; itself where nothing else
 * implies it. `always`: it depends on the EV or on the limit in force, which may tell it later.
 */
const SOURCE_OF: ReadonlyMap<string, MeasurandEnumType | "always"> = new Map<
  string,
  MeasurandEnumType | "always"
>([
  ["Energy.Active.Import.Register", "Energy.Active.Import.Register"],
  ["Energy.Active.Export.Register", "Energy.Active.Export.Register"],
  ["Energy.Active.Import.Interval", "Energy.Active.Import.Register"],
  ["Energy.Active.Export.Interval", "Energy.Active.Export.Register"],
  ["Power.Active.Import", "Power.Active.Import"],
  ["Power.Active.Export", "Power.Active.Export"],
  ["Power.Reactive.Import", "Power.Reactive.Import"],
  ["Power.Reactive.Export", "Power.Reactive.Export"],
  ["Power.Offered", "Voltage"],
  ["Current.Import", "Current.Import"],
  ["Current.Export", "Current.Export"],
  ["Current.Offered", "always"],
  ["Voltage", "Voltage"],
  ["Frequency", "Frequency"],
  ["SoC", "always"],
]);

/** The five lists of measurands; at the start of a transaction no interval has passed. */
const LISTS: ReadonlyMap<string, "withIntervals" | "withoutIntervals"> = new Map<
  string,
  "withIntervals" | "withoutIntervals"
>([
  ["sampleddatactrlr.txstartedmeasurands", "withoutIntervals"],
  ["sampleddatactrlr.txupdatedmeasurands", "withIntervals"],
  ["sampleddatactrlr.txendedmeasurands", "withIntervals"],
  ["aligneddatactrlr.measurands", "withIntervals"],
  ["aligneddatactrlr.txendedmeasurands", "withIntervals"],
]);

function isDeliverable(measurand: string, list: "withIntervals" | "withoutIntervals"): boolean {
  return SOURCE_OF.has(measurand) && (list === "withIntervals" || !measurand.endsWith(".Interval"));
}

/** Measurands that a component file offers, or starts with, and that no EVSE of EVerest can deliver. */
export interface LeftOutMeasurands {
  readonly list: string;
  readonly measurands: readonly string[];
}

/** The components with lists that offer only what can be delivered. */
export function withDeliverableMeasurands(components: readonly ComponentDefinition[]): {
  readonly components: readonly ComponentDefinition[];
  readonly leftOut: readonly LeftOutMeasurands[];
} {
  const leftOut: LeftOutMeasurands[] = [];
  const narrowed = components.map((component) => ({
    ...component,
    variables: component.variables.map((definition) => {
      const list = `${component.component.name}.${definition.variable.name}`;
      const kind = LISTS.get(list.toLowerCase());
      if (kind === undefined) return definition;
      const measurands = splitList(definition.characteristics.valuesList ?? "")
        .filter((measurand) => !isDeliverable(measurand, kind));
      if (measurands.length > 0) leftOut.push({ list, measurands });
      return narrow(definition, (measurand) => isDeliverable(measurand, kind));
    }),
  }));
  return { components: narrowed, leftOut };
}

function narrow(definition: VariableDefinition, keep: (measurand: string) => boolean): VariableDefinition {
  const { characteristics, attributes } = definition;
  const kept = (list: string) => splitList(list).filter(keep).join(",");
  return {
    ...definition,
    characteristics: {
      ...characteristics,
      ...(characteristics.valuesList !== undefined && { valuesList: kept(characteristics.valuesList) }),
    },
    attributes: attributes.map((attribute) =>
      attribute.initial === undefined ? attribute : { ...attribute, initial: kept(attribute.initial) }
    ),
  };
}

/** The measurands that the meters of this station have reported so far. */
export class ReportedMeasurands {
  readonly #reported = new Set<MeasurandEnumType>();

  note({ sampledValues }: MeterReading): void {
    for (const value of sampledValues) this.#reported.add(measurandOf(value));
  }

  /**
   * Refuses measurands that no meter of the station gives, in all five lists. Before the first reading nothing is known
   * against any.
   */
  readonly rule: SetRule = ({ component, variable, attribute, value, by }): SetViolation | undefined => {
    if (attribute !== "Actual" || by === "station") return undefined;
    if (this.#reported.size === 0 || !LISTS.has(qualifiedName(component, variable))) return undefined;
    const missing = splitList(value).filter((measurand) => !this.#isMetered(measurand));
    if (missing.length === 0) return undefined;
    return { reasonCode: "InvalidValue", text: `no meter of this station tells ${missing.join(", ")}` };
  };

  #isMetered(measurand: string): boolean {
    const source = SOURCE_OF.get(measurand);
    return source === "always" || source !== undefined && this.#reported.has(source);
  }
}
