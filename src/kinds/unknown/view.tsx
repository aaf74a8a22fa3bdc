import { Gateway, sizeOfGateway, type GatewayProps } from '#figure/gateway.tsx';
import { kindView, nameOf } from '#kinds/view.tsx';
import { kinds as words } from '#words/kinds.ts';

/** Stands in for a part whose kind this version does not know: it keeps its place and its links, and does not run. */
export const unknownView = kindView<Pick<GatewayProps, 'rows'>>({
  kind: '',
  ...words.unknown,
  icon: 'service',
  carries: 'call',
  fresh: {},
  design: (id, node) => ({ name: nameOf(id, node), rows: [words.unknown.words, node.kind.slice(0, 14)] }),
  sizeOf: sizeOfGateway,
  moment: (props) => props,
  Figure: Gateway,
});
