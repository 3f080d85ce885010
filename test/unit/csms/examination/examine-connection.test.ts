import assert from "node:assert/strict";
import {
  type ExaminationDeps,
  examineConnection,
  STEP_LIMIT_MS,
} from "../../../../src/csms/examination/examine-connection.ts";
import type { TlsMaterial } from "../../../../src/csms/tls-credentials.ts";
import { FakeClock } from "../../../fakes/fake-clock.ts";
import { linkSettings, networkConfigurations } from "../../../fakes/link-settings.ts";
import { settled } from "../../station/fake-csms.ts";

type Slot = Parameters<typeof networkConfigurations>[number];

function deps(slots: readonly Slot[], more: Partial<ExaminationDeps> = {}): ExaminationDeps {
  const never = () => assert.fail("nothing is dialled");
  return {
    settings: linkSettings({
      networkConfigurations: networkConfigurations(...slots),
      networkConfigurationPriority: slots.map(([slot]) => slot),
    }),
    credentials: { tlsMaterial: never },
    turns: { visit: never },
    secure: never,
    resolveName: never,
    connectedSlot: () => undefined,
    clock: new FakeClock(),
    ...more,
  };
}

const failureOf = async (slots: readonly Slot[], slot?: number) => {
  const { target, steps } = await examineConnection(deps(slots), slot);
  assert.equal(target, undefined);
  const [step] = steps;
  assert(step?.outcome.kind === "failed");
  return step.outcome.failure;
};

Deno.test("without a slot that can be used, what is wrong with each is said", async () => {
  assert.deepEqual(await failureOf([]), { kind: "noUsableProfile" });
  const both = await failureOf([[1, "ws://a", 7], [2, "wss://b", 1]]);
  assert(both.kind === "unusableProfile");
  assert.match(both.reason, /^slot 1: .+; slot 2: .+$/);
  const one = await failureOf([[1, "ws://a", 7], [2, "wss://b", 1]], 2);
  assert(one.kind === "unusableProfile");
  assert.match(one.reason, /^slot 2: /);
  assert.doesNotMatch(one.reason, /slot 1/);
  assert.deepEqual(await failureOf([[1, "ws://a", 1]], 3), {
    kind: "notConfigured",
    reason: "slot 3 is not configured",
  });
});

Deno.test("a step says how long it took, and ends at its limit", async () => {
  const clock = new FakeClock();
  clock.advance(1000);
  const refused = await examineConnection(deps([[1, "ws://csms.example", 1]], {
    clock,
    resolveName() {
      clock.advance(40);
      return Promise.reject(new Error("no such name"));
    },
  }));
  const dns = ({ steps }: typeof refused) => steps.find(({ name }) => name === "dns");
  assert.deepEqual(dns(refused), {
    name: "dns",
    outcome: { kind: "failed", failure: { kind: "unresolved", reason: "no such name" } },
    tookMs: 40,
  });
  assert.deepEqual(clock.pending(), []);
  const waiting = examineConnection(deps([[1, "ws://csms.example", 1]], {
    clock,
    resolveName: () => new Promise(() => {}),
  }));
  await settled();
  clock.advance(STEP_LIMIT_MS);
  const late = dns(await waiting);
  assert.deepEqual([late?.outcome, late?.tookMs], [
    { kind: "failed", failure: { kind: "timeout" } },
    STEP_LIMIT_MS,
  ]);
});

Deno.test("with TLS the upgrade is tried where there are roots to trust, and not without", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const transport = { read: () => Promise.resolve(null), write: () => Promise.resolve(0), close() {} };
  const examine = async (material: TlsMaterial) => {
    const { steps } = await examineConnection(deps([[1, `wss://127.0.0.1:${listener.addr.port}`, 2]], {
      credentials: { tlsMaterial: () => Promise.resolve(material) },
      secure: () => Promise.resolve({ kind: "connected", transport }),
      connectedSlot: () => 1,
    }));
    return steps.filter(({ name }) => name === "tls" || name === "upgrade").map(({ name, outcome }) =>
      `${name} ${outcome.kind}`
    );
  };
  assert.deepEqual(await examine({ caCerts: [] }), ["tls passed", "upgrade passed"]);
  const none = { kind: "unavailable", reason: "no root" } as const;
  assert.deepEqual(await examine(none), ["tls passed", "upgrade notTried"]);
});
