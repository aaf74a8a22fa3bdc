import type { Simjs } from 'simjs';

/** simjs is written for a page: it puts itself into `window`, and exports nothing. */
async function load(): Promise<Simjs> {
  const page = globalThis as unknown as { window?: unknown; Sim?: Simjs };
  page.window = page;
  await import('simjs');
  delete page.window;
  return page.Sim!;
}

const { Sim, Entity, Facility, Random } = await load();

/** The same M/M/1 as `mm1` in kernel.ts, written as its users do. Returns how many customers were served. */
export function mm1InSimjs(seconds: number, perSecond: number, meanServiceSeconds: number): number {
  const random = new Random(7);
  const server = new Facility('server');
  let served = 0;
  class Customers extends Entity {
    start(): void {
      this.useFacility(server, random.exponential(1 / meanServiceSeconds)).done(() => {
        served++;
      });
      this.setTimer(random.exponential(perSecond)).done(() => this.start());
    }
  }
  const simulation = new Sim();
  simulation.addEntity(Customers);
  simulation.simulate(seconds);
  return served;
}
