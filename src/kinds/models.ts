import { client } from './client/model.ts';
import { database } from './database/model.ts';
import { gateway } from './gateway/model.ts';
import type { KindModel } from './kind.ts';
import { log } from './log/model.ts';
import { queue } from './queue/model.ts';
import { service } from './service/model.ts';

/** Every kind. A node's parameters are only ever handed to the model of its own kind. */
export const kindModels = { client, gateway, service, database, log, queue } as unknown as Readonly<
  Record<string, KindModel>
>;
