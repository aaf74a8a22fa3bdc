import { formatDuration } from '#lib/duration.ts';
import { describeField, type FieldDescription } from '#lib/schema/describe.ts';
import { stepSchema } from '#flow/steps.ts';
import { check } from './checks.ts';
import { cluster, documentSchema, FORMAT_VERSION, LIMITS, link, node, zone } from './schema.ts';
import { timelineEntry } from './timeline.ts';

/** docs/format.md: every field of the document, from the one place where fields are described. */
export const formatDocs = (): string =>
  [
    '# The scenario document',
    '',
    `Format ${FORMAT_VERSION}. This page is written by \`npm run docs\` from the schema; change the descriptions there.`,
    '',
    'A document is one JSON object. Fields that are left out have the default given here. A reader never gives up on a',
    'bad field: it reports it (`nodes.api.slots: expected 1 to 10000, got -5; using 8`) and goes on.',
    '',
    ...valuesSection,
    ...section('Document', describeField(documentSchema)),
    ...section('Zones', describeField(zone)),
    ...section('Nodes', describeField(node)),
    ...section('Links', describeField(link)),
    ...section('Clusters', describeField(cluster)),
    ...section('Steps', describeField(stepSchema)),
    ...section('Timeline', describeField(timelineEntry)),
    ...section('Checks', describeField(check)),
    ...limitsSection,
  ].join('\n');

const valuesSection = [
  '## Values',
  '',
  '| | |',
  '| --- | --- |',
  '| id | a small letter, then letters and digits, at most 40: expressions name nodes by it |',
  '| duration | `"80us"`, `"250ms"`, `"1.5s"`, `"5m"`, `"1h"`: a whole number of microseconds |',
  '| delay | a duration, or `{"uniform":["1ms","9ms"]}`, `{"exponential":"20ms"}` (mean), `{"normal":["50ms","10ms"]}` (mean, deviation), `{"lognormal":{"median":"20ms","p99":"200ms"}}`, `{"pareto":{"min":"2ms","alpha":1.5}}`, `{"mix":[[0.9,"1ms"],[0.1,"50ms"]]}`; samples are cut at zero |',
  '| rate | `"20/s"`, `"90/m"`, `"1.5/h"` |',
  '| expression | CEL (Common Expression Language), bare: `event.total > 100` |',
  '| template | any JSON; texts in it may hold `${…}` with an expression, and a text that is one `${…}` alone keeps the type of its value |',
  '',
];

const limitsSection = [
  '## Bounds',
  '',
  `At most ${LIMITS.nodes} nodes, ${LIMITS.links} links, ${LIMITS.zones} zones, ${LIMITS.clusters} clusters, ` +
    `${LIMITS.timeline} timeline entries, ${LIMITS.checks} checks, ${LIMITS.stepsPerHandler} steps in one handler ` +
    `(nested ones included), 64 levels, ${LIMITS.characters} characters.`,
  '',
];

const section = (title: string, field: FieldDescription): string[] => {
  const alternatives = field.alternatives();
  const head = [`## ${title}`, '', field.sentence, ''];
  if (alternatives.length === 0) return [...head, ...table(field.fields(), 3)];
  const how =
    field.tag === undefined ? 'Which one it is shows in its key.' : `\`${field.tag}\` says which one it is.`;
  return [...head, how, '', ...alternatives.flatMap((one) => alternative(one, 3))];
};

const alternative = (field: FieldDescription, level: number): string[] => [
  `${'#'.repeat(level)} \`${field.name}\`: ${field.title}`,
  '',
  field.sentence,
  '',
  // Without the word that chose it: it is the heading.
  ...table(
    field.fields().filter((inner) => inner.control !== 'fixed'),
    level + 1,
  ),
];

/** One table for an object, with dotted names for what lies inside, then a part for every choice of alternatives. */
const table = (fields: readonly FieldDescription[], level: number): string[] => {
  const rows: string[] = [];
  const parts: string[] = [];
  for (const field of fields) addRows(field, field.name, rows, parts, level);
  return ['| field | takes | default | |', '| --- | --- | --- | --- |', ...rows, '', ...parts];
};

/** Parts that have a section of their own. */
const ELSEWHERE: ReadonlySet<string> = new Set(['zones', 'nodes', 'links', 'clusters', 'timeline', 'checks']);

const addRows = (
  field: FieldDescription,
  path: string,
  rows: string[],
  parts: string[],
  level: number,
): void => {
  rows.push(`| \`${path}\` | ${cell(takes(field))} | ${cell(fallback(field))} | ${cell(field.sentence)} |`);
  if (level === 3 && ELSEWHERE.has(path)) return;
  for (const inner of field.fields()) addRows(inner, `${path}.${inner.name}`, rows, parts, level);
  const item = field.control === 'steps' ? undefined : field.item();
  const itemPath = field.control === 'list' ? `${path}[]` : `${path}.<name>`;
  for (const inner of item?.fields() ?? []) addRows(inner, `${itemPath}.${inner.name}`, rows, parts, level);
  const alternatives = [...field.alternatives(), ...(item?.alternatives() ?? [])];
  if (alternatives.length === 0) return;
  const heading = '#'.repeat(Math.min(level, 6));
  const place = field.control === 'oneOf' ? path : itemPath;
  parts.push(`${heading} \`${place}\` is one of`, '');
  for (const one of alternatives) parts.push(...alternative(one, Math.min(level + 1, 6)));
};

/** A cell of a table: no bar and no line break may get out. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const fallback = (field: FieldDescription): string => {
  if (field.default !== undefined) return `\`${JSON.stringify(field.default)}\``;
  return field.optional ? '' : field.control === 'fixed' ? '' : 'required';
};

const takes = (field: FieldDescription): string => {
  const show = field.control === 'duration' || field.control === 'durationOr' ? formatDuration : String;
  const bounds =
    field.min !== undefined && field.max !== undefined
      ? `, ${show(field.min)} to ${show(field.max)}`
      : field.min !== undefined
        ? `, ${show(field.min)} or more`
        : field.max !== undefined
          ? `, at most ${show(field.max)}`
          : '';
  const words = (field.choices ?? []).map((word) => `\`${word}\``).join(', ');
  switch (field.control) {
    case 'integer':
      return `whole number${bounds}${unitOf(field)}`;
    case 'number':
      return `number${bounds}${unitOf(field)}`;
    case 'ratio':
      return 'share, 0 to 1';
    case 'switch':
      return '`true` or `false`';
    case 'duration':
      return `duration${bounds}`;
    case 'durationOr':
      return `${words}, or a duration${bounds}`;
    case 'choice':
    case 'fixed':
      return words;
    case 'instance':
      return 'id, or `id#1` for one instance';
    case 'templateText':
      return 'text with `${…}`';
    case 'point':
      return '`[x, y]`';
    case 'box':
      return '`[x, y, width, height]`';
    case 'sides':
      return '`["eu", ["us", "db3"]]`';
    case 'value':
      return 'JSON';
    case 'list':
      return `list${bounds}`;
    case 'steps':
      return 'list of steps';
    case 'record':
      return `object by name${bounds}`;
    case 'oneOf':
      return `one of ${words}`;
    case 'delay':
    case 'rate':
    case 'id':
    case 'name':
    case 'text':
    case 'template':
    case 'expression':
    case 'object':
      return field.control;
  }
};

const unitOf = (field: FieldDescription): string => (field.unit === undefined ? '' : ` ${field.unit}`);
