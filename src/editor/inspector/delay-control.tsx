import { useMemo, type ReactElement } from 'react';
import { delayToDistribution, delayMisfit, type Delay } from '#lib/schema/delay.ts';
import { Button, IconButton } from '#ui/button.tsx';
import { Select } from '#ui/select.tsx';
import { inspector } from '#words/inspector.ts';
import type { ControlProps } from './controls.tsx';
import { densityOf, roughTime } from './density.ts';
import { convertDelay, partsOf, SHAPES, shapeOf, withPart, type Shape } from './delay-parts.ts';
import { DraftInput } from './draft-input.tsx';
import styles from './inspector.module.css';
import { lines } from './leaves.ts';
import { defaultText } from './shape.ts';

const words = inspector.delay;

/** A duration, or a distribution of durations with a drawing of it. */
export function DelayControl(props: ControlProps): ReactElement {
  const { meta, value, onChange } = props;
  const written = (value ?? meta.default) as Delay | undefined;
  return (
    <div className={styles['delay']}>
      <DelayParts
        label={meta.title}
        value={written}
        placeholder={meta.default === undefined ? inspector.nothing : defaultText(meta)}
        problem={props.problem}
        onChange={onChange}
      />
      <Density delay={written} />
    </div>
  );
}

function DelayParts({
  label,
  value,
  placeholder,
  problem,
  onChange,
}: {
  readonly label: string;
  readonly value: unknown;
  readonly placeholder?: string;
  readonly problem: boolean;
  readonly onChange: (value: unknown) => void;
}): ReactElement {
  const shape = shapeOf(value);
  const line = lines.duration;
  return (
    <>
      <div className={styles['delayLine']}>
        <Select
          label={`${label}: ${words.shape}`}
          options={SHAPES.map((one) => ({ value: one, label: words[one] }))}
          value={shape}
          placeholder={inspector.nothing}
          onChange={(next: Shape) => onChange(convertDelay(value, next))}
        />
        {partsOf(value).map((part) => (
          <label key={part.name} className={styles['part']}>
            {part.name !== 'fixed' && <span>{words[part.name]}</span>}
            <DraftInput
              label={part.name === 'fixed' ? label : `${label}: ${words[part.name]}`}
              text={part.text}
              placeholder={placeholder ?? ''}
              problem={problem}
              stepped={part.name === 'alpha' ? undefined : line?.stepped}
              onCommit={(text) =>
                onChange(text.trim() === '' ? undefined : withPart(value, part.name, text.trim()))
              }
            />
          </label>
        ))}
      </div>
      {shape === 'mix' && (
        <Mix label={label} value={value as { mix: [number, Delay][] }} onChange={onChange} />
      )}
    </>
  );
}

function Mix({
  label,
  value: { mix },
  onChange,
}: {
  readonly label: string;
  readonly value: { readonly mix: readonly (readonly [number, Delay])[] };
  readonly onChange: (value: unknown) => void;
}): ReactElement {
  return (
    <div className={styles['items']}>
      {mix.map(([weight, part], index) => (
        <div key={index} className={styles['mixPart']}>
          <label className={styles['part']}>
            <span>{words.weight}</span>
            <DraftInput
              label={`${label} ${index + 1}: ${words.weight}`}
              text={String(weight)}
              onCommit={(text) => onChange({ mix: mix.with(index, [Number(text), part]) })}
            />
          </label>
          <DelayParts
            label={`${label} ${index + 1}`}
            value={part}
            problem={delayMisfit(part) !== undefined}
            onChange={(next) =>
              onChange({
                mix: next === undefined ? mix.toSpliced(index, 1) : mix.with(index, [weight, next as Delay]),
              })
            }
          />
          {mix.length > 1 && (
            <IconButton
              label={inspector.remove(`${label} ${index + 1}`)}
              icon="close"
              size="small"
              onClick={() => onChange({ mix: mix.toSpliced(index, 1) })}
            />
          )}
        </div>
      ))}
      <Button size="small" icon="plus" onClick={() => onChange({ mix: [...mix, [0.1, '100ms']] })}>
        {inspector.add(words.weight)}
      </Button>
    </div>
  );
}

const WIDTH = 132;
const HEIGHT = 26;

/** How often which duration comes out: bars from 0 to a little beyond the 99th percentile, with the mean marked. */
function Density({ delay }: { readonly delay: Delay | undefined }): ReactElement | null {
  const text = JSON.stringify(delay);
  const density = useMemo(() => {
    const parsed = text === undefined ? undefined : (JSON.parse(text) as Delay);
    if (parsed === undefined || typeof parsed === 'string' || delayMisfit(parsed) !== undefined) return null;
    return densityOf(delayToDistribution(parsed));
  }, [text]);
  if (density === null) return null;
  const step = WIDTH / density.bars.length;
  const x = (us: number): number => (us / density.endUs) * WIDTH;
  return (
    <div className={styles['density']}>
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {density.bars.map((height, i) => (
          <rect
            key={i}
            x={i * step}
            y={HEIGHT - 2 - height * (HEIGHT - 4)}
            width={Math.max(0.5, step - 0.6)}
            height={height * (HEIGHT - 4)}
          />
        ))}
        <path d={`M0 ${HEIGHT - 1.5}H${WIDTH}`} />
        {density.meanUs < density.endUs && (
          <path className={styles['mean']} d={`M${x(density.meanUs)} 0V${HEIGHT - 2}`} />
        )}
        <path className={styles['p99']} d={`M${x(density.p99Us)} 6V${HEIGHT - 2}`} />
      </svg>
      <span>{words.figures(roughTime(density.meanUs), roughTime(density.p99Us))}</span>
    </div>
  );
}
