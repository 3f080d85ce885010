import type { Logger } from "../../kernel/logger.ts";
import type { EverestModule } from "../module.ts";
import { declareInterface } from "./interface.ts";
import { provide } from "./provider.ts";
import { type ProvidedIdToken, providedIdToken } from "./types/authorization.ts";

/** Presents tokens to Auth. */
export const authTokenProviderInterface = declareInterface("auth_token_provider", {
  commands: {},
  variables: { provided_token: providedIdToken },
});

export type AuthTokenProvider = ReturnType<typeof provideAuthTokenProvider>;

export function provideAuthTokenProvider(module: EverestModule, implementationId: string, log: Logger) {
  const { publish } = provide(authTokenProviderInterface, module, implementationId, {}, log);
  return {
    publishProvidedToken: (token: ProvidedIdToken) => publish("provided_token", token),
  };
}
