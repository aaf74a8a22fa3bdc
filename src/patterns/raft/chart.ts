import { setup } from 'xstate';
import { compileChart } from '#sim/machine.ts';

/**
 * The role of one member. `preVoteStarted`, `electionStarted`: it has waited long enough; `won`: a majority voted for
 * it; `lost`: a majority refused; `leaderFound`: another one leads in this term; `higherTerm`: it hears of a later term;
 * `quorumLost`: it leads and hears no majority; `restarted`: it was away.
 */
export const raftChart = compileChart(
  setup({}).createMachine({
    id: 'role',
    initial: 'follower',
    states: {
      follower: { on: { preVoteStarted: 'preCandidate', electionStarted: 'candidate' } },
      preCandidate: {
        on: {
          electionStarted: 'candidate',
          lost: 'follower',
          leaderFound: 'follower',
          higherTerm: 'follower',
          restarted: 'follower',
        },
      },
      candidate: {
        on: {
          won: 'leader',
          preVoteStarted: 'preCandidate',
          lost: 'follower',
          leaderFound: 'follower',
          higherTerm: 'follower',
          restarted: 'follower',
        },
      },
      leader: { on: { higherTerm: 'follower', quorumLost: 'follower', restarted: 'follower' } },
    },
  }),
);
