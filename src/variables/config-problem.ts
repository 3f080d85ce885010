/** Something in a component file that cannot be used, said so that its author finds the place. */
export interface ConfigProblem {
  readonly file: string;
  /** Absent when not even the component's name could be read. */
  readonly component?: string;
  /** The key below `properties`; absent when the whole file is concerned. */
  readonly variable?: string;
  readonly reason: string;
}

/** `EVSE_1.json: EVSE: EVSEPower: characteristics.dataType is missing` */
export function describeProblem({ file, component, variable, reason }: ConfigProblem): string {
  return [file, component, variable, reason].filter((part) => part !== undefined).join(": ");
}
