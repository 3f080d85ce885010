/** A part of a component file that cannot be used, with its location in the file. */
export interface ConfigProblem {
  readonly file: string;
  /** Absent when the component's name could not be read. */
  readonly component?: string;
  /** The key below `properties`; absent when the whole file is concerned. */
  readonly variable?: string;
  readonly reason: string;
  /** Absent: what is named is left out. */
  readonly consequence?: "usedAsItStands";
}

/** `EVSE_1.json: EVSE: EVSEPower: characteristics.dataType is missing` */
export function describeProblem({ file, component, variable, reason }: ConfigProblem): string {
  return [file, component, variable, reason].filter((part) => part !== undefined).join(": ");
}
