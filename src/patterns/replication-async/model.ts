import { durationToUs } from '#lib/schema/delay.ts';
import { primaryCopy } from '#patterns/primary-copy/model.ts';
import type { PrimaryCopyParams, PrimaryCopyState } from '#patterns/primary-copy/model.ts';
import type { Replication } from '#patterns/replication.ts';
import type { AsyncParams } from './params.ts';

export const asyncReplication: Replication<PrimaryCopyParams, PrimaryCopyState> = {
  ...primaryCopy,
  mode: 'async',
  prepare: (written: AsyncParams) => ({
    acks: 0,
    ackTimeoutUs: 0,
    onTimeout: 'fail',
    shipEveryUs: durationToUs(written.shipEvery),
    automatic: written.failover === 'automatic',
    detectUs: durationToUs(written.detectAfter),
    sessions: written.session === 'token',
  }),
};
