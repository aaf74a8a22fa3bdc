import { crdts, provideCrdts, replications } from '#patterns/all-replications.ts';
import { provideReplications } from '#patterns/replications.ts';
import { provideJudges } from './checks/checkers.ts';
import { consensus, consensusClusters } from './checks/consensus.ts';
import { consistency } from './checks/consistency.ts';
import { judgeStores } from './checks/judgement.ts';

/** What not every run needs: judges of histories, and protocols of clusters, types of rows that merge. */
provideJudges({ consensus, consensusClusters, consistency, judgeStores });
provideReplications(replications);
provideCrdts(crdts);

export { answerAboutHistories } from './check-history.ts';
