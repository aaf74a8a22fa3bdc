import { firstLoad } from './scripts/first-load.mjs';

export default [
  {
    name: 'first load (scripts and styles, gzip)',
    path: firstLoad('dist'),
    gzip: true,
    limit: '320 kB',
  },
];
