import { useLayoutEffect, useRef, useState, type ReactElement, type ReactNode, type RefObject } from 'react';
import type { About, Proof } from '#run/protocol.ts';
import { Button } from '#ui/button.tsx';
import { Lamp } from '#ui/icon.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { words } from '#words/consistency.ts';
import { ProofDrawing } from './proof-drawing.tsx';
import styles from './proof.module.css';
import { amountOf, sentenceOf, type Unit } from './sentence.ts';
import { labelOf, operationsOf } from './values.ts';

/** A violation: one sentence, the operations that prove it, and the order that a weaker model still finds. */
export function ProofView({
  title,
  proof,
  about,
  unit,
  isLater = false,
  note,
  onGo,
  children,
}: {
  title: string;
  proof: Proof;
  about: About;
  unit: Unit;
  /** Goes to an event of the run; left out where there is none. */
  onGo?: (event: number) => void;
  /** The moment shown is before this happens. */
  isLater?: boolean;
  /** A sentence after the one that says why. */
  note?: string;
  /** Stands before the footnote. */
  children?: ReactNode;
}): ReactElement {
  const [whole, setWhole] = useState(false);
  const [place, width] = useWidth();
  const sentence = sentenceOf(proof, unit);
  const event = proof.shown.find(({ id }) => id === proof.offending)?.event ?? -1;
  const { operations, around } = proof;
  return (
    <section className={styles['proof']} ref={place} aria-label={title}>
      <header className={styles['head']}>
        <h3>
          <Lamp verdict={isLater ? 'half' : 'no'} />
          {title}
        </h3>
        {around.length > operations.length && (
          <Segmented
            label={words.proof.how}
            options={[
              { value: 'smallest', label: words.proof.smallest(operations.length) },
              { value: 'around', label: words.proof.around(around.length) },
            ]}
            value={whole ? 'around' : 'smallest'}
            onChange={(value) => setWhole(value === 'around')}
          />
        )}
        {onGo !== undefined && event >= 0 && (
          <Button size="small" icon="target" onClick={() => onGo(event)}>
            {words.proof.goThere}
          </Button>
        )}
      </header>
      <p className={styles['sentence']}>
        {sentence} {note}
      </p>
      {width > 0 && (
        <ProofDrawing proof={proof} unit={unit} whole={whole} width={width} sentence={sentence} />
      )}
      <Edges proof={proof} />
      <Order proof={proof} unit={unit} />
      {children}
      <Foot about={about} />
    </section>
  );
}

/** What must come before what; told only where time alone does not say it. */
function Edges({ proof }: { proof: Proof }): ReactElement | null {
  if (proof.edges.length === 0) return null;
  const byId = operationsOf(proof);
  const say = (id: number): ReactNode => {
    const operation = byId.get(id);
    if (operation === undefined) return null;
    return (
      <>
        {operation.session} <code>{labelOf(operation)}</code>
      </>
    );
  };
  return (
    <ol className={styles['edges']} aria-label={words.proof.edges}>
      {proof.edges.map(({ from, to, why }) => (
        <li key={`${from} ${to} ${why}`}>
          {say(from)} {words.proof.before} {say(to)}: {words.proof.why(why)}
        </li>
      ))}
    </ol>
  );
}

/** The order that exists once less is asked for, with the operation that moved. */
function Order({ proof, unit }: { proof: Proof; unit: Unit }): ReactElement | null {
  const { order, offending } = proof;
  if (order === null) return null;
  const byId = operationsOf(proof);
  const listed = order.operations.map((id) => byId.get(id)!);
  const title =
    order.model === 'sequential' ? words.order.sequential : words.order[order.model](order.session ?? '');
  return (
    <section aria-label={title}>
      <div className={styles['head']}>
        <h3>
          <Lamp verdict="ok" />
          {title}
        </h3>
      </div>
      <ol className={styles['order']} aria-label={words.order.label}>
        {listed.map((operation, index) => {
          const next = listed[index + 1];
          const moved = operation.id === offending && next !== undefined && next.call < operation.call;
          return (
            <li key={operation.id} data-moved={moved || undefined}>
              {moved && <em>{words.order.moved(amountOf(operation.call - next.call, unit))}</em>}
              <div>
                <span>{operation.session}</span>
                <code>{labelOf(operation)}</code>
              </div>
              {next !== undefined && (
                <svg width="18" height="9" viewBox="0 0 18 9" aria-hidden="true">
                  <path d="M1 4.500H16M12.500 1l4 3.500l-4 3.500" />
                </svg>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The definition that was used, as a footnote. */
export function Foot({ about: { definition, source, cost, limits } }: { about: About }): ReactElement {
  const { proof } = words;
  return (
    <footer className={styles['foot']}>
      {(
        [
          [proof.definition, `${definition} ${source}`],
          [proof.cost, cost],
          [proof.limits, limits],
        ] as const
      ).map(([name, text]) => (
        <p key={name}>
          <b>{name}</b> {text}
        </p>
      ))}
    </footer>
  );
}

/** The width of what it is put on, px; 0 at first. */
export function useWidth(): readonly [place: RefObject<HTMLElement | null>, width: number] {
  const place = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return [place, width];
}
