/** What is drawn of the lattice of models is what the checkers hold themselves to. */
export { implies } from '#check/implies.ts';
