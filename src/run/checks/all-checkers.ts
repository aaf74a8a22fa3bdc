import { provideConsistency } from './checkers.ts';
import { consistency } from './consistency.ts';

provideConsistency(consistency);
