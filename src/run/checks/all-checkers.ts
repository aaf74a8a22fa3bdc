import { provideJudges } from './checkers.ts';
import { consistency } from './consistency.ts';
import { judgeStores } from './judgement.ts';

provideJudges({ consistency, judgeStores });

export { answerAboutHistories } from '#run/check-history.ts';
