/** One requirement of OCPP 2.0.1, as `test/fixtures/ocpp201/requirements.json` lists it. */
export interface RequirementFact {
  readonly id: string;
  /** "csms": binds the other side only. "check": the side that it binds depends on the reading. */
  readonly binds: "station" | "check" | "csms";
}

/** One certification case of a charging station, as `test/fixtures/ocpp201/certification-cases.json` lists it. */
export interface CaseFact {
  /** E.g. `TC_B_01_CS`. */
  readonly id: string;
  readonly name: string;
  /** By certification profile: mandatory or conditional. */
  readonly profiles: Readonly<Record<string, "M" | "C">>;
  /** Under which condition on the station it applies; absent: always. */
  readonly condition?: string;
}

/** What the standard demands: requirements, and the certification cases of a charging station. */
export interface StandardFacts {
  readonly requirements: readonly RequirementFact[];
  readonly cases: readonly CaseFact[];
}

/** Reads the two fact files; throws when they do not have the shape that `deno task fixtures` writes. */
export function readFacts(requirementsJson: string, casesJson: string): StandardFacts {
  const { requirements } = JSON.parse(requirementsJson) as { requirements: RequirementFact[] };
  const { cases } = JSON.parse(casesJson) as { cases: CaseFact[] };
  return {
    requirements: requirements.map(({ id, binds }) => ({ id, binds })),
    cases,
  };
}
