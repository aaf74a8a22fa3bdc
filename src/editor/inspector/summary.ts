import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { showValue } from '#lib/schema/problem.ts';
import { chosenOf, fieldsOf } from './shape.ts';
import { isFields } from './way.ts';

/** An item of a list in a few words: its title or name, else what it says first; '' when it says nothing. */
export function summaryOf(schema: AnySchema, value: unknown): string {
  if (!isFields(value))
    return value === undefined ? '' : typeof value === 'string' ? value : showValue(value);
  const title = value['title'] ?? value['name'];
  if (typeof title === 'string' && title !== '') return title;
  const chosen = chosenOf(schema, value);
  const fields = fieldsOf(chosen?.schema ?? schema);
  const said = fields.flatMap(([name, field]) => {
    const one = value[name];
    if (one === undefined || metaOf(field).control === 'steps') return [];
    return [typeof one === 'string' ? one : typeof one === 'object' ? '' : showValue(one)];
  });
  const words = said
    .filter((word) => word !== '')
    .slice(0, 3)
    .join(' · ');
  const label = chosen === undefined ? '' : metaOf(chosen.schema).title;
  if (words !== '') return chosen === undefined || said[0] !== '' ? words : `${label} ${words}`;
  return fields.length === 0 ? showValue(value) : label;
}
