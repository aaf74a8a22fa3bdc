import { Gateway, sizeOfGateway, type GatewayProps } from '#editor/figure/gateway.tsx';
import { kindView, nameOf } from '#kinds/view.tsx';

/** Stands in for a part whose kind this version does not know: it keeps its place and its links, and does not run. */
export const unknownView = kindView<Pick<GatewayProps, 'rows'>>({
  kind: '',
  title: 'Part',
  sentence: 'A part that this version does not know.',
  alias: [],
  icon: 'service',
  carries: 'call',
  fresh: {},
  design: (id, node) => ({ name: nameOf(id, node), rows: ['unknown kind', node.kind.slice(0, 14)] }),
  sizeOf: sizeOfGateway,
  moment: (props) => props,
  Figure: Gateway,
});
