/** The part of simjs 2.0.3 that is used here; it types nothing itself and exports nothing but `window.Sim`. */
declare module 'simjs' {
  interface Request {
    done(callback: () => void): Request;
  }
  class Entity {
    readonly sim: Simulation;
    setTimer(duration: number): Request;
    useFacility(facility: object, duration: number): Request;
  }
  interface Simulation {
    addEntity(entity: new (sim: Simulation, name: string) => Entity): Entity;
    simulate(end: number): boolean;
    time(): number;
  }
  export interface Simjs {
    readonly Sim: new () => Simulation;
    readonly Entity: new (sim: Simulation, name: string) => Entity;
    readonly Facility: new (name: string) => object;
    readonly Random: new (seed: number) => { exponential(lambda: number): number };
  }
}
