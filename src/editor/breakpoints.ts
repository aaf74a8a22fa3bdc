import { sessionStore, type Breakpoint } from './session.ts';

export function toggleBreakpoint(breakpoint: Breakpoint): void {
  const breakpoints = new Set(sessionStore.getState().breakpoints);
  if (!breakpoints.delete(breakpoint)) breakpoints.add(breakpoint);
  sessionStore.setState({ breakpoints });
}
