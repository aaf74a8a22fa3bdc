import type { ReactElement } from 'react';
import type { VerdictView } from '#run/view/run-view.ts';
import { Lamp } from '#ui/icon.tsx';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { useSheet } from './document.ts';
import { CheckStop } from './parts.ts';
import { useMoment, useRun, useRunClient } from './run-context.ts';

const LAMPS = { holds: 'ok', breaks: 'no', unknown: 'half' } as const;
const CHECKS_MS = 200;

/** What must hold, each with a lamp of its own shape for how it stands at this moment. */
export function Checks({ onWhy }: { onWhy?: (verdict: VerdictView) => void }): ReactElement {
  const client = useRunClient();
  const sheet = useSheet();
  const known = useRun((run) => run.verdicts);
  const time = useMoment(CHECKS_MS);
  const checks = known.length > 0 ? client.view.verdictsAt(time) : undecided(sheet['checks']);
  return (
    <section className={styles['checks']} data-magnified aria-label={words.checks.label}>
      {checks.length === 0 ? (
        <p className={styles['noChecks']}>{words.checks.none}</p>
      ) : (
        checks.map((check) => <Check key={check.check} check={check} onWhy={onWhy} />)
      )}
    </section>
  );
}

function Check({
  check,
  onWhy,
}: {
  check: VerdictView;
  onWhy: ((verdict: VerdictView) => void) | undefined;
}): ReactElement {
  const { verdict, title, reason, since } = check;
  const isBroken = verdict === 'breaks';
  return (
    <div className={styles['check']} data-verdict={verdict}>
      <Lamp verdict={LAMPS[verdict]} />
      <span>
        {title}
        <span className="visually-hidden">: {words.checks[verdict]}</span>
        {isBroken && (
          <>
            {': '}
            <em>{reason === '' ? words.checks.brokenAt(words.moment(since)) : reason}</em>
          </>
        )}
      </span>
      {isBroken && check.event >= 0 && onWhy !== undefined && (
        <button type="button" className={styles['why']} onClick={() => onWhy(check)}>
          {words.checks.why}
        </button>
      )}
      {onWhy !== undefined && <CheckStop check={check.check} title={title} />}
    </div>
  );
}

/** The checks of the document while nothing is decided yet. */
function undecided(checks: unknown): VerdictView[] {
  if (!Array.isArray(checks)) return [];
  return (checks as readonly unknown[]).map((check, index) => ({
    check: index,
    title: checkTitle(check),
    verdict: 'unknown',
    reason: '',
    since: -1,
    event: -1,
  }));
}

/** Its title; a check without one is called by its claim. */
function checkTitle(check: unknown): string {
  if (typeof check !== 'object' || check === null) return '';
  const { title, always, eventually, atEnd, consistency, delivery } = check as Record<string, unknown>;
  const said = [title, always, eventually, atEnd, consistency, delivery].find(
    (one) => typeof one === 'string',
  );
  return typeof said === 'string' ? said : Object.keys(check).join(', ');
}
