import { checkerNamed } from '#check/checkers.ts';
import { provideCheckers } from './checkers.ts';

provideCheckers(checkerNamed);
