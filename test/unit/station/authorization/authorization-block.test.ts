import assert from "node:assert/strict";
import type {
  IdTokenInfoType,
  IdTokenType,
  OCSPRequestDataType,
  RequestOf,
} from "../../../../src/ocpp/messages.ts";
import {
  type AuthorizationDeps,
  createAuthorizationBlock,
  type PresentedCredentials,
  type TokenSource,
} from "../../../../src/station/authorization/authorization-block.ts";
import type { ListEntry } from "../../../../src/station/authorization/authorization-decision.ts";
import type { Csms } from "../../../../src/station/ports/csms.ts";
import type { DeviceModel, VariableKey } from "../../../../src/variables/device-model.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { RecordingLogger } from "../../../fakes/recording-logger.ts";

const RFID: PresentedCredentials = { idToken: { idToken: "RFID0001", type: "ISO14443" } };
const CONTRACT: PresentedCredentials = {
  idToken: { idToken: "DEAAA123456789", type: "eMAID" },
  certificate: "-----BEGIN CERTIFICATE-----",
};
const HASH: OCSPRequestDataType = {
  hashAlgorithm: "SHA256",
  issuerNameHash: "01",
  issuerKeyHash: "02",
  serialNumber: "03",
  responderURL: "http://ocsp",
};

interface World {
  readonly variables?: Readonly<Record<string, boolean>>;
  readonly online?: boolean;
  readonly outcome?: Awaited<ReturnType<Csms["call"]>>;
  readonly chain?: "trusted" | "expired" | "issuerUnknown" | "rejected";
  /** The line is lost while the CSMS is asked. */
  readonly lostMeanwhile?: true;
  readonly hashes?: readonly OCSPRequestDataType[];
  readonly listed?: ListEntry;
  readonly cached?: IdTokenInfoType;
  readonly cache?: "disabled" | "refusedByDisk";
  readonly masterPassGroup?: string;
  readonly groupsInUse?: readonly IdTokenType[];
}

function setUp(world: World = {}) {
  const asked: RequestOf<"Authorize">[] = [];
  const clock = new FakeClock();
  const used: string[] = [];
  const lookedUp: string[] = [];
  const learned: string[] = [];
  let online = world.online ?? true;
  const csms = {
    call: (_action: string, request: RequestOf<"Authorize">) => {
      asked.push(request);
      online = world.lostMeanwhile === undefined && online;
      return Promise.resolve(
        world.outcome ?? { kind: "result", response: { idTokenInfo: { status: "Accepted" } } },
      );
    },
    isOnline: () => online,
  } as unknown as Csms;
  const deviceModel = {
    boolean: ({ component, variable }: VariableKey) =>
      world.variables?.[`${component.name}.${variable.name}`],
    text: () => world.masterPassGroup,
  } as unknown as DeviceModel;
  const deps: AuthorizationDeps = {
    csms,
    deviceModel,
    certificates: {
      verify: () => Promise.resolve(world.chain ?? "trusted"),
      ocspRequestData: () => Promise.resolve(world.hashes ?? [HASH]),
    },
    cache: {
      isEnabled: () => world.cache !== "disabled",
      find: () => world.cached,
      used: ({ idToken }) => void used.push(idToken),
      learn: ({ idToken }, { status }) => void learned.push(`${idToken} ${status}`),
      clear: () => Promise.resolve(world.cache !== "refusedByDisk"),
    },
    list: {
      find({ idToken }) {
        lookedUp.push(idToken);
        return world.listed;
      },
    },
    groupsInUse: () => world.groupsInUse ?? [],
    clock,
    evseIds: [],
    transactions: { active: () => [] },
    log: new RecordingLogger(),
  };
  const { authorize, handlers } = createAuthorizationBlock(deps);
  return { asked, used, learned, lookedUp, clock, authorize, clearCache: () => handlers!.ClearCache!({}) };
}

/** The eMAID that an app tells, without a contract. */
const APP: PresentedCredentials = { idToken: CONTRACT.idToken };

const cases: [string, World, PresentedCredentials, string, number, TokenSource?][] = [
  ["a token is decided by the CSMS", {}, RFID, "Accepted", 1],
  ["an unanswered question leaves the token unknown", { outcome: { kind: "timeout" } }, RFID, "Unknown", 1],
  [
    "a CALLERROR leaves the token unknown",
    {
      outcome: { kind: "error", code: "InternalError", description: "" },
    },
    RFID,
    "Unknown",
    1,
  ],
  [
    "remote authorization may be switched off",
    {
      variables: { "AuthCtrlr.DisableRemoteAuthorization": true },
    },
    RFID,
    "Unknown",
    0,
  ],
  ["authorization may be switched off", { variables: { "AuthCtrlr.Enabled": false } }, RFID, "Accepted", 0],
  [
    "a start button needs no authorization",
    {},
    { idToken: { idToken: "", type: "NoAuthorization" } },
    "Accepted",
    0,
  ],
  [
    "a token of the CSMS's own needs no authorization",
    {},
    { idToken: { idToken: "c", type: "Central" } },
    "Accepted",
    0,
  ],
  ["offline an unknown token may not charge", { online: false }, RFID, "Unknown", 0],
  [
    "offline an unknown token may charge where that is allowed (C15.FR.08)",
    { online: false, variables: { "AuthCtrlr.OfflineTxForUnknownIdEnabled": true } },
    RFID,
    "Accepted",
    0,
  ],
  [
    "an unanswered question lets a known token charge as offline",
    {
      outcome: { kind: "timeout" },
      variables: { "AuthCtrlr.LocalAuthorizeOffline": true },
      cached: { status: "Accepted" },
    },
    RFID,
    "Accepted",
    1,
  ],
  [
    "an unanswered question leaves a token refused that was",
    {
      outcome: { kind: "timeout" },
      variables: { "AuthCtrlr.LocalAuthorizeOffline": true },
      listed: { info: { status: "Blocked" }, validity: "valid" },
    },
    RFID,
    "Blocked",
    1,
  ],
  [
    "a CALLERROR is an answer: what is known of the token does not count",
    {
      outcome: { kind: "error", code: "InternalError", description: "" },
      variables: { "AuthCtrlr.LocalAuthorizeOffline": true },
      cached: { status: "Accepted" },
    },
    RFID,
    "Unknown",
    1,
  ],
  [
    "an unknown token does not charge because the CSMS is slow",
    { outcome: { kind: "timeout" }, variables: { "AuthCtrlr.OfflineTxForUnknownIdEnabled": true } },
    RFID,
    "Unknown",
    1,
  ],
  ["a contract cannot be validated offline", { online: false }, CONTRACT, "NotAtThisTime", 0],
  [
    "a contract without certificate is invalid",
    {},
    APP,
    "Invalid",
    0,
  ],
  [
    "the CSMS is asked about an eMAID that it handed over without contract (C05)",
    {},
    APP,
    "Accepted",
    1,
    "csms",
  ],
  [
    "an eMAID of the CSMS is looked up where the CSMS must not be asked",
    {
      variables: { "AuthCtrlr.DisableRemoteAuthorization": true },
      listed: { info: { status: "Accepted" }, validity: "valid" },
    },
    APP,
    "Accepted",
    0,
    "csms",
  ],
  ["an eMAID of the CSMS is unknown while the CSMS is away", { online: false }, APP, "Unknown", 0, "csms"],
  [
    "a contract is checked, whoever hands it over",
    { chain: "issuerUnknown" },
    CONTRACT,
    "Invalid",
    0,
    "csms",
  ],
  [
    "an unknown issuer is invalid unless the CSMS validates",
    { chain: "issuerUnknown" },
    CONTRACT,
    "Invalid",
    0,
  ],
];

for (const [name, world, presented, status, questions, by = "driver"] of cases) {
  Deno.test(`authorization: ${name}`, async () => {
    const { asked, authorize } = setUp(world);
    assert.equal((await authorize(presented, { by })).idTokenInfo.status, status);
    assert.equal(asked.length, questions);
  });
}

Deno.test("authorization: a contract is asked for by its hash data, made from the certificate when absent", async () => {
  const { asked, authorize } = setUp();
  await authorize(CONTRACT);
  await authorize({ idToken: CONTRACT.idToken, iso15118CertificateHashData: [HASH] });
  const expected = { idToken: CONTRACT.idToken, iso15118CertificateHashData: [HASH] };
  assert.deepEqual(asked, [expected, expected]);
});

Deno.test("authorization: the CSMS validates the certificate itself where that is allowed", async () => {
  const { asked, authorize } = setUp({
    chain: "issuerUnknown",
    variables: { "ISO15118Ctrlr.CentralContractValidationAllowed": true },
  });
  await authorize(CONTRACT);
  assert.deepEqual(asked, [CONTRACT]);
});

const OFFLINE_VALIDATION = "ISO15118Ctrlr.ContractValidationOffline";
const LOCAL_OFFLINE = "AuthCtrlr.LocalAuthorizeOffline";
const UNKNOWN_MAY_CHARGE = "AuthCtrlr.OfflineTxForUnknownIdEnabled";
const offlineContracts: [string, World, PresentedCredentials, string, string | undefined][] = [
  ["is not looked at unless that is configured (C07.FR.07)", {}, CONTRACT, "NotAtThisTime", undefined],
  [
    "is valid, but its token unknown (C07.FR.09)",
    { variables: { [OFFLINE_VALIDATION]: true, [LOCAL_OFFLINE]: true } },
    CONTRACT,
    "Unknown",
    "Accepted",
  ],
  [
    "is valid, and unknown tokens may charge (C07.FR.12)",
    { variables: { [OFFLINE_VALIDATION]: true, [LOCAL_OFFLINE]: true, [UNKNOWN_MAY_CHARGE]: true } },
    CONTRACT,
    "Accepted",
    "Accepted",
  ],
  [
    "is valid, but tokens are not looked up offline",
    { variables: { [OFFLINE_VALIDATION]: true, [UNKNOWN_MAY_CHARGE]: true } },
    CONTRACT,
    "Unknown",
    "Accepted",
  ],
  [
    "has expired",
    { chain: "expired", variables: { [OFFLINE_VALIDATION]: true, [UNKNOWN_MAY_CHARGE]: true } },
    CONTRACT,
    "Expired",
    "CertificateExpired",
  ],
  [
    "is of an unknown issuer",
    { chain: "issuerUnknown", variables: { [OFFLINE_VALIDATION]: true, [UNKNOWN_MAY_CHARGE]: true } },
    CONTRACT,
    "Unknown",
    undefined,
  ],
  [
    "is forged",
    { chain: "rejected", variables: { [OFFLINE_VALIDATION]: true, [UNKNOWN_MAY_CHARGE]: true } },
    CONTRACT,
    "Unknown",
    undefined,
  ],
  [
    "came as hash data only",
    { variables: { [OFFLINE_VALIDATION]: true, [LOCAL_OFFLINE]: true, [UNKNOWN_MAY_CHARGE]: true } },
    { idToken: CONTRACT.idToken, iso15118CertificateHashData: [HASH] },
    "Invalid",
    undefined,
  ],
];

for (const [name, world, presented, status, certificateStatus] of offlineContracts) {
  Deno.test(`authorization: offline a contract that ${name}`, async () => {
    const { asked, authorize } = setUp({ ...world, online: false });
    const verdict = await authorize(presented);
    assert.equal(verdict.idTokenInfo.status, status);
    assert.equal(verdict.certificateStatus, certificateStatus);
    assert.deepEqual(asked, []);
  });
}

Deno.test("authorization: a contract whose question the line swallowed is under the offline rules", async () => {
  const variables = { [UNKNOWN_MAY_CHARGE]: true };
  const world: World = { lostMeanwhile: true, outcome: { kind: "timeout" }, variables };
  assert.equal((await setUp(world).authorize(CONTRACT)).idTokenInfo.status, "NotAtThisTime");
  assert.equal((await setUp(world).authorize(RFID)).idTokenInfo.status, "Accepted");
});

Deno.test("authorization: a contract whose question is not answered is validated here, and must be known", async () => {
  const variables = { [OFFLINE_VALIDATION]: true, [LOCAL_OFFLINE]: true, [UNKNOWN_MAY_CHARGE]: true };
  const world: World = { outcome: { kind: "timeout" }, variables };
  assert.equal((await setUp(world).authorize(CONTRACT)).idTokenInfo.status, "Unknown");
  assert.deepEqual(await setUp({ ...world, cached: { status: "Accepted" } }).authorize(CONTRACT), {
    idTokenInfo: { status: "Accepted" },
    certificateStatus: "Accepted",
  });
});

Deno.test("authorization: no more hash data than AuthorizeRequest has room for", async () => {
  const { asked, authorize } = setUp({ hashes: Array.from({ length: 6 }, () => HASH) });
  await authorize(CONTRACT);
  assert.equal(asked[0]?.iso15118CertificateHashData?.length, 4);
});

Deno.test("what the CSMS says of the contract's certificate goes along with what it says of the token", async () => {
  const idTokenInfo = { status: "Invalid" } as const;
  const said = async (certificateStatus?: "CertificateRevoked") =>
    await setUp({
      outcome: { kind: "result", response: { idTokenInfo, ...(certificateStatus && { certificateStatus }) } },
    }).authorize(CONTRACT);
  assert.deepEqual(await said("CertificateRevoked"), {
    idTokenInfo,
    certificateStatus: "CertificateRevoked",
  });
  assert.deepEqual(await said(), { idTokenInfo });
});

Deno.test("authorization: what the CSMS answers goes into the cache, what the station decides does not", async () => {
  const online = setUp();
  await online.authorize(RFID);
  assert.deepEqual(online.learned, ["RFID0001 Accepted"]);
  const unanswered = setUp({ outcome: { kind: "timeout" } });
  await unanswered.authorize(RFID);
  const offline = setUp({ online: false, variables: { [UNKNOWN_MAY_CHARGE]: true } });
  await offline.authorize(RFID);
  assert.deepEqual([...unanswered.learned, ...offline.learned], []);
});

Deno.test("authorization: a token that the cache authorizes counts as used there, one that it refuses does not", async () => {
  const variables = { [LOCAL_OFFLINE]: true };
  const accepted = setUp({ online: false, variables, cached: { status: "Accepted" } });
  assert.equal((await accepted.authorize(RFID)).idTokenInfo.status, "Accepted");
  assert.deepEqual(accepted.used, ["RFID0001"]);
  const refused = setUp({ online: false, variables, cached: { status: "Blocked" } });
  assert.equal((await refused.authorize(RFID)).idTokenInfo.status, "Blocked");
  assert.deepEqual(refused.used, []);
});

Deno.test("authorization: everything that is known of a token goes into the answer", async () => {
  const idTokenInfo: IdTokenInfoType = {
    status: "Accepted",
    evseId: [2],
    groupIdToken: { idToken: "GROUP", type: "Central" },
    cacheExpiryDateTime: "2030-01-01T00:00:00Z",
  };
  const { authorize } = setUp({
    online: false,
    variables: { [LOCAL_OFFLINE]: true },
    listed: { info: idTokenInfo, validity: "valid" },
  });
  assert.deepEqual(await authorize(RFID), { idTokenInfo });
});

Deno.test("authorization: a registration that is still pending keeps the question from the CSMS: the offline rules hold", async () => {
  const world: World = {
    outcome: { kind: "offline" },
    variables: { [LOCAL_OFFLINE]: true },
    cached: { status: "Accepted" },
  };
  assert.equal((await setUp(world).authorize(RFID)).idTokenInfo.status, "Accepted");
});

for (
  const [name, world] of [
    ["a transaction in progress", { groupsInUse: [{ idToken: "group", type: "Central" }] }],
    ["the master pass", { masterPassGroup: "Group" }],
  ] as const
) {
  Deno.test(`authorization: a valid token of the group of ${name} is not asked about`, async () => {
    const cached: IdTokenInfoType = {
      status: "Accepted",
      groupIdToken: { idToken: "GROUP", type: "Central" },
    };
    const { authorize, asked } = setUp({ ...world, cached });
    assert.deepEqual(await authorize(RFID), { idTokenInfo: cached });
    assert.deepEqual(asked, []);
    const other = setUp({ ...world, cached: { ...cached, groupIdToken: { idToken: "B", type: "Central" } } });
    await other.authorize(RFID);
    assert.equal(other.asked.length, 1);
    const refused = setUp({ ...world, cached: { ...cached, status: "Blocked" } });
    await refused.authorize(RFID);
    assert.equal(refused.asked.length, 1);
  });
}

Deno.test("authorization: without a master pass an empty group is no master pass", async () => {
  const cached: IdTokenInfoType = { status: "Accepted", groupIdToken: { idToken: "", type: "Central" } };
  const { authorize, asked } = setUp({ masterPassGroup: "", cached });
  await authorize(RFID);
  assert.equal(asked.length, 1);
});

Deno.test("authorization: a contract that the CSMS must not be asked about is judged as if it were away", async () => {
  const variables = {
    "AuthCtrlr.DisableRemoteAuthorization": true,
    [OFFLINE_VALIDATION]: true,
    [LOCAL_OFFLINE]: true,
  };
  const known = setUp({ variables, cached: { status: "Accepted" } });
  assert.deepEqual(await known.authorize(CONTRACT), {
    idTokenInfo: { status: "Accepted" },
    certificateStatus: "Accepted",
  });
  assert.equal((await setUp({ variables }).authorize(CONTRACT)).idTokenInfo.status, "Unknown");
  assert.deepEqual(known.asked, []);
});

Deno.test("ClearCache is accepted when the cache is empty afterwards, and needs a cache that is enabled", async () => {
  assert.deepEqual(await setUp().clearCache(), { kind: "result", response: { status: "Accepted" } });
  const rejected = async (world: World) => {
    const reply = await setUp(world).clearCache();
    assert(reply.kind === "result");
    return [reply.response.status, reply.response.statusInfo?.reasonCode];
  };
  assert.deepEqual(await rejected({ cache: "disabled" }), ["Rejected", "NotEnabled"]);
  assert.deepEqual(await rejected({ cache: "refusedByDisk" }), ["Rejected", "InternalError"]);
});

Deno.test("authorization: whoever guesses key codes has to wait longer and longer, whoever swipes a card does not", async () => {
  const outcome = { kind: "result", response: { idTokenInfo: { status: "Invalid" } } } as const;
  const { authorize, asked, clock } = setUp({ outcome });
  const guess = async () =>
    (await authorize({ idToken: { idToken: "0000", type: "KeyCode" } })).idTokenInfo.status;
  for (let attempt = 0; attempt < 3; attempt++) assert.equal(await guess(), "Invalid");
  assert.equal(await guess(), "NotAtThisTime");
  assert.equal(asked.length, 3);
  assert.equal((await authorize(RFID)).idTokenInfo.status, "Invalid");
  clock.advance(5000);
  assert.equal(await guess(), "Invalid");
  clock.advance(9999);
  assert.equal(await guess(), "NotAtThisTime");
  clock.advance(1);
  assert.equal(await guess(), "Invalid");
});

Deno.test("authorization: tokens that need no authorization are not looked up", async () => {
  const { authorize, lookedUp } = setUp();
  await authorize({ idToken: { idToken: "c", type: "Central" } });
  await authorize(RFID);
  assert.deepEqual(lookedUp, ["RFID0001"]);
  const open = setUp({ variables: { "AuthCtrlr.Enabled": false } });
  await open.authorize(RFID);
  assert.deepEqual(open.lookedUp, []);
});
