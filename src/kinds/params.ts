import { clientParams } from './client/params.ts';
import { databaseParams } from './database/params.ts';
import { gatewayParams } from './gateway/params.ts';
import { logParams } from './log/params.ts';
import { queueParams } from './queue/params.ts';
import { serviceParams } from './service/params.ts';

/** The parameters of every kind, in the order of the palette. */
export const kindParams = {
  client: clientParams,
  gateway: gatewayParams,
  service: serviceParams,
  database: databaseParams,
  log: logParams,
  queue: queueParams,
} as const;
