import { durationToUs } from '#lib/schema/delay.ts';
import { primaryCopy } from '#patterns/primary-copy/model.ts';
import type { PrimaryCopyParams, PrimaryCopyState } from '#patterns/primary-copy/model.ts';
import type { Replication } from '#patterns/replication.ts';
import type { SemiSyncParams } from './params.ts';

export const semiSyncReplication: Replication<PrimaryCopyParams, PrimaryCopyState> = {
  ...primaryCopy,
  mode: 'semiSync',
  prepare: (written: SemiSyncParams) => ({
    acks: written.acks,
    ackTimeoutUs: durationToUs(written.ackTimeout),
    onTimeout: written.onTimeout,
    shipEveryUs: durationToUs(written.shipEvery),
    automatic: written.failover === 'automatic',
    detectUs: durationToUs(written.detectAfter),
    sessions: written.session === 'token',
  }),
};
