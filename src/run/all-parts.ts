import { replications } from '#patterns/all-replications.ts';
import { provideReplications } from '#patterns/replications.ts';
import { provideJudges } from './checks/checkers.ts';
import { consistency } from './checks/consistency.ts';
import { judgeStores } from './checks/judgement.ts';

/** What not every run needs: judges of histories, and protocols of clusters. */
provideJudges({ consistency, judgeStores });
provideReplications(replications);

export { answerAboutHistories } from './check-history.ts';
