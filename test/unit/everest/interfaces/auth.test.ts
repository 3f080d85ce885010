import { connectionTo } from "../../../fakes/everest-module.ts";
import { auth, authInterface } from "../../../../src/everest/interfaces/auth.ts";
import { check } from "./interface-cases.ts";

const token = { id_token: { value: "T", type: "Local" }, authorization_type: "RFID" } as const;

check((module, log) => {
  const peer = auth(module, connectionTo("auth", "peer"), log);
  return {
    declared: authInterface,
    commands: [
      {
        command: "set_connection_timeout",
        call: () => peer.setConnectionTimeout(10, 7),
        args: { connection_timeout: 10 },
      },
      {
        command: "set_master_pass_group_id",
        call: () => peer.setMasterPassGroupId("", 7),
        args: { master_pass_group_id: "" },
      },
      {
        command: "withdraw_authorization",
        call: () => peer.withdrawAuthorization({ evse_id: 1 }, 7),
        args: { request: { evse_id: 1 } },
        answer: "AuthorizationNotFound",
      },
    ],
    variables: [{
      variable: "token_validation_status",
      listen: peer.onTokenValidationStatus,
      value: { token, status: "UsedToReauthorize" },
    }],
  };
});
