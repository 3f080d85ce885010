declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** 1..n, one per EVSE; 0 stands for the whole charging station where OCPP allows it. */
export type EvseId = Branded<number, "EvseId">;
/** 1..n within its EVSE. */
export type ConnectorId = Branded<number, "ConnectorId">;
/** OCPP transactionId, at most 36 characters. */
export type TransactionId = Branded<string, "TransactionId">;
/** OCPP-J message id, at most 36 characters. */
export type MessageId = Branded<string, "MessageId">;
/** Id of a variable monitor (VariableMonitoringType.id); never used twice. */
export type MonitorId = Branded<number, "MonitorId">;

export const evseId = (id: number): EvseId => id as EvseId;
export const connectorId = (id: number): ConnectorId => id as ConnectorId;
export const transactionId = (id: string): TransactionId => id as TransactionId;
export const messageId = (id: string): MessageId => id as MessageId;
export const monitorId = (id: number): MonitorId => id as MonitorId;
