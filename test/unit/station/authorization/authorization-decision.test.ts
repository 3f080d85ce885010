import assert from "node:assert/strict";
import type { IdTokenEnumType, IdTokenInfoType } from "../../../../src/ocpp/messages.ts";
import {
  type AuthorizationQuestion,
  type CsmsContact,
  decideAuthorization,
} from "../../../../src/station/authorization/authorization-decision.ts";

type Knowledge = "none" | "accepted" | "refused";

/** Everything that the decision depends on. */
interface Situation {
  readonly required: boolean;
  readonly type: "card" | "contract" | "ticket" | "button" | "central";
  readonly connection: CsmsContact;
  readonly remote: "allowed" | "disabled";
  readonly preAuthorize: boolean;
  readonly localOffline: boolean;
  readonly unknownOffline: boolean;
  readonly list: Knowledge | "expired";
  readonly listFinal: boolean;
  readonly cache: Knowledge;
  readonly cacheFinal: boolean;
  /** Its group may stop a transaction. */
  readonly ofGroup: boolean;
}

const VALUES: { readonly [K in keyof Situation]: readonly Situation[K][] } = {
  required: [true, false],
  type: ["card", "contract", "ticket", "button", "central"],
  connection: ["online", "offline", "unanswered"],
  remote: ["allowed", "disabled"],
  preAuthorize: [true, false],
  localOffline: [true, false],
  unknownOffline: [true, false],
  list: ["none", "accepted", "refused", "expired"],
  listFinal: [true, false],
  cache: ["none", "accepted", "refused"],
  cacheFinal: [true, false],
  ofGroup: [true, false],
};

type Outcome =
  | "ask"
  | "Accepted, not needed"
  | "Accepted by list"
  | "Accepted by cache"
  | "Accepted though unknown"
  | "refused by list"
  | "refused by cache"
  | "refused as expired"
  | "refused as unknown";

/** Every row that a situation fits may decide it; the first one does. What a row does not name does not matter to it. */
const TABLE: readonly (readonly [why: string, when: Partial<Situation>, outcome: Outcome])[] = [
  ["AuthCtrlr.Enabled", { required: false }, "Accepted, not needed"],
  ["C02.FR.01", { type: "button" }, "Accepted, not needed"],
  ["C05.FR.01", { type: "central" }, "Accepted, not needed"],

  // Offline.
  ["C13.FR.01", { connection: "offline", list: "refused" }, "refused by list"],
  ["C13.FR.02", { connection: "offline", list: "accepted", localOffline: true }, "Accepted by list"],
  ["C01.FR.03", { connection: "offline", list: "accepted", ofGroup: true }, "Accepted by list"],
  ["C15.FR.08", { connection: "offline", list: "accepted", unknownOffline: true }, "Accepted though unknown"],
  ["2.3.5", { connection: "offline", list: "accepted" }, "refused as unknown"],
  ["C12", { connection: "offline", cache: "refused" }, "refused by cache"],
  ["C12.FR.02", { connection: "offline", cache: "accepted", localOffline: true }, "Accepted by cache"],
  ["C01.FR.03", { connection: "offline", cache: "accepted", ofGroup: true }, "Accepted by cache"],
  [
    "C15.FR.08",
    { connection: "offline", cache: "accepted", unknownOffline: true },
    "Accepted though unknown",
  ],
  ["2.3.5", { connection: "offline", cache: "accepted" }, "refused as unknown"],
  ["C13.FR.06", { connection: "offline", list: "expired" }, "refused as expired"],
  ["C15.FR.08", { connection: "offline", unknownOffline: true }, "Accepted though unknown"],
  ["C15", { connection: "offline" }, "refused as unknown"],

  // Online, and the CSMS does not answer.
  ["C13.FR.01", { connection: "unanswered", list: "refused" }, "refused by list"],
  ["C13.FR.03", { connection: "unanswered", list: "accepted", localOffline: true }, "Accepted by list"],
  ["C01.FR.03", { connection: "unanswered", list: "accepted", ofGroup: true }, "Accepted by list"],
  ["2.3.5", { connection: "unanswered", list: "accepted" }, "refused as unknown"],
  ["C12", { connection: "unanswered", cache: "refused" }, "refused by cache"],
  ["C12.FR.02", { connection: "unanswered", cache: "accepted", localOffline: true }, "Accepted by cache"],
  ["C01.FR.03", { connection: "unanswered", cache: "accepted", ofGroup: true }, "Accepted by cache"],
  ["2.3.5", { connection: "unanswered", cache: "accepted" }, "refused as unknown"],
  ["C13.FR.06", { connection: "unanswered", list: "expired" }, "refused as expired"],
  ["C15", { connection: "unanswered" }, "refused as unknown"],

  // Online, without a question.
  ["2.3.8", { remote: "disabled", list: "accepted" }, "Accepted by list"],
  ["2.3.8", { remote: "disabled", list: "refused" }, "refused by list"],
  ["2.3.8", { remote: "disabled", cache: "accepted" }, "Accepted by cache"],
  ["2.3.8", { remote: "disabled", cache: "refused" }, "refused by cache"],
  ["2.5.8", { remote: "disabled", list: "expired" }, "refused as expired"],
  ["2.3.8", { remote: "disabled" }, "refused as unknown"],

  // Online.
  ["C07.FR.01", { type: "contract" }, "ask"],
  ["C06.FR.02", { type: "ticket" }, "ask"],
  ["C09.FR.07", { list: "accepted", ofGroup: true }, "Accepted by list"],
  ["C09.FR.07", { list: "none", cache: "accepted", ofGroup: true }, "Accepted by cache"],
  ["C09.FR.07", { list: "expired", cache: "accepted", ofGroup: true }, "Accepted by cache"],
  ["2.3.6", { preAuthorize: false }, "ask"],
  ["C14.FR.02", { list: "accepted" }, "Accepted by list"],
  ["2.5.7", { list: "refused", listFinal: true }, "refused by list"],
  ["C14.FR.03", { list: "refused" }, "ask"],
  ["C14.FR.05", { list: "expired" }, "ask"],
  ["C12.FR.02", { cache: "accepted" }, "Accepted by cache"],
  ["2.4.6", { cache: "refused", cacheFinal: true }, "refused by cache"],
  ["C12.FR.05", { cache: "refused" }, "ask"],
  ["C01.FR.02", {}, "ask"],
];

const TYPES: Readonly<Record<Situation["type"], IdTokenEnumType>> = {
  card: "ISO14443",
  contract: "eMAID",
  ticket: "Local",
  button: "NoAuthorization",
  central: "Central",
};
const GROUP = { idToken: "GROUP", type: "Central" } as const;

function info(status: IdTokenInfoType["status"], { ofGroup }: Situation): IdTokenInfoType {
  return { status, ...(ofGroup && { groupIdToken: GROUP }) };
}

function question(situation: Situation): AuthorizationQuestion {
  const { list, cache } = situation;
  return {
    tokenType: TYPES[situation.type],
    connection: situation.connection,
    settings: {
      isRequired: situation.required,
      isRemoteDisabled: situation.remote === "disabled",
      localPreAuthorize: situation.preAuthorize,
      localAuthorizeOffline: situation.localOffline,
      unknownMayStartOffline: situation.unknownOffline,
      listIsFinal: situation.listFinal,
      cacheIsFinal: situation.cacheFinal,
    },
    listed: list === "none" ? undefined : {
      // What an expired entry said before does not matter.
      info: info(list === "refused" ? "Blocked" : "Accepted", situation),
      validity: list === "expired" ? "expired" : "valid",
    },
    cached: cache === "none" ? undefined : info(cache === "accepted" ? "Accepted" : "Invalid", situation),
    isStoppedByGroup: ({ idToken }) => idToken === GROUP.idToken,
  };
}

function outcomeOf(situation: Situation): Outcome | string {
  const decision = decideAuthorization(question(situation));
  if (decision.kind === "askCsms") return "ask";
  const { by, info: { status, groupIdToken } } = decision;
  if (by === "localList" || by === "cache") {
    assert.equal(groupIdToken !== undefined, situation.ofGroup, "the group goes into the answer");
  }
  switch (`${by} ${status}`) {
    case "noAuthorizationNeeded Accepted":
      return "Accepted, not needed";
    case "localList Accepted":
      return "Accepted by list";
    case "localList Blocked":
      return "refused by list";
    case "localList Expired":
      return "refused as expired";
    case "cache Accepted":
      return "Accepted by cache";
    case "cache Invalid":
      return "refused by cache";
    case "unknownToken Accepted":
      return "Accepted though unknown";
    case "unknownToken Unknown":
      return "refused as unknown";
  }
  return `${by} ${status}`;
}

function* situations(): Generator<Situation> {
  const names = Object.keys(VALUES) as (keyof Situation)[];
  const total = names.reduce((product, name) => product * VALUES[name].length, 1);
  for (let number = 0; number < total; number++) {
    let rest = number;
    const situation: Record<string, unknown> = {};
    for (const name of names) {
      const values = VALUES[name];
      situation[name] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    yield situation as unknown as Situation;
  }
}

function fits(situation: Situation, when: Partial<Situation>): boolean {
  return (Object.keys(when) as (keyof Situation)[]).every((name) => situation[name] === when[name]);
}

Deno.test("authorization: every combination of settings and knowledge is decided as the table says", () => {
  const decided = new Set<number>();
  let count = 0;
  for (const situation of situations()) {
    const row = TABLE.findIndex(([, when]) => fits(situation, when));
    const [why, , expected] = TABLE[row]!;
    assert.equal(outcomeOf(situation), expected, `${why}: ${JSON.stringify(situation)}`);
    decided.add(row);
    count++;
  }
  assert.equal(count, 46_080);
  assert.equal(decided.size, TABLE.length, "every row decides something");
});

Deno.test("authorization: nobody whom the list or the cache refuses starts without a word of the CSMS", () => {
  for (const situation of situations()) {
    if (!situation.required || situation.type === "button" || situation.type === "central") continue;
    const isRefused = situation.list === "refused" ||
      (situation.list === "none" && situation.cache === "refused");
    if (isRefused) assert.doesNotMatch(outcomeOf(situation), /^Accepted/, JSON.stringify(situation));
  }
});

Deno.test("authorization: nobody is asked offline, twice, or online with remote authorization disabled", () => {
  for (const situation of situations()) {
    if (situation.connection === "online" && situation.remote === "allowed") continue;
    assert.notEqual(outcomeOf(situation), "ask", JSON.stringify(situation));
  }
});
