import assert from "node:assert/strict";
import { usableTargets } from "../../../src/csms/usable-targets.ts";
import { linkSettings, networkConfigurations } from "../../fakes/link-settings.ts";

Deno.test("targets come in the order of the priority list, each once", () => {
  const { targets, problems } = usableTargets(linkSettings({
    networkConfigurations: networkConfigurations([1, "ws://a", 1], [2, "ws://b", 1], [
      3,
      "ws://c",
      1,
    ]),
    networkConfigurationPriority: [3, 1, 3],
  }));
  assert.deepEqual([...targets.keys()], [3, 1]);
  assert.deepEqual(problems, []);
});

Deno.test("everything that is wrong is said once, and does not spoil the rest", () => {
  const { targets, problems } = usableTargets(linkSettings({
    networkConfigurations: networkConfigurations([1, "ws://a", 7], [2, "wss://b", 1], [
      3,
      "ws://c",
      1,
    ]),
    networkConfigurationPriority: [1, 2, 2, 3, 4],
  }));
  assert.deepEqual([...targets.keys()], [3]);
  assert.deepEqual(problems.map(({ slot }) => slot), [1, 2, 4]);
});

Deno.test("a slot that nobody asked for may be unusable without a word", () => {
  const { problems } = usableTargets(linkSettings({
    networkConfigurations: networkConfigurations([1, "ws://a", 1], [2, "wss://b", 1]),
    networkConfigurationPriority: [1],
  }));
  assert.deepEqual(problems, []);
});

Deno.test("the last successful slot stays usable when the list does not name it any more, within the rules (B10.FR.07)", () => {
  const fallbackOf = (securityProfile: number, lastProfile: number) =>
    usableTargets(linkSettings({
      networkConfigurations: networkConfigurations([1, "ws://a", lastProfile], [2, "ws://b", 1]),
      networkConfigurationPriority: [2],
      activeNetworkProfile: 1,
      securityProfile,
    })).fallback?.profile.slot;
  assert.equal(fallbackOf(1, 1), 1);
  assert.equal(fallbackOf(2, 1), undefined);
  assert.equal(fallbackOf(1, 7), undefined);
});
