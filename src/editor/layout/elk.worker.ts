// The whole of it is the worker that the package brings: it answers `elk-api` in `arrange.ts`.
import 'elkjs/lib/elk-worker.min.js';
