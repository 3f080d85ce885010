import assert from "node:assert/strict";

/** A client that reads the changes as they come. */
export async function changesOf(url: string) {
  const response = await fetch(`${url}/changes`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    /** Resolves once everything that was ever pushed, together, says this. */
    async until(expected: RegExp): Promise<void> {
      while (!expected.test(text)) {
        const { value, done } = await reader.read();
        assert.ok(!done, `the stream has ended: ${text}`);
        text += value;
      }
    },
    end: () => reader.cancel(),
  };
}
