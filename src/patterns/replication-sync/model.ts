import { durationToUs } from '#lib/schema/delay.ts';
import { primaryCopy } from '#patterns/primary-copy/model.ts';
import type { PrimaryCopyParams, PrimaryCopyState } from '#patterns/primary-copy/model.ts';
import type { Replication } from '#patterns/replication.ts';
import type { SyncParams } from './params.ts';

export const syncReplication: Replication<PrimaryCopyParams, PrimaryCopyState> = {
  ...primaryCopy,
  mode: 'sync',
  prepare: (written: SyncParams) => ({
    acks: Infinity,
    ackTimeoutUs: durationToUs(written.ackTimeout),
    onTimeout: 'fail',
    shipEveryUs: durationToUs(written.shipEvery),
    automatic: written.failover === 'automatic',
    detectUs: durationToUs(written.detectAfter),
    sessions: written.session === 'token',
  }),
};
