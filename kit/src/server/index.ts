/** The HTTP side of a unit, for a service that is no unit and is to answer like one; `@wellspring/kit/server`. */
export { buildUnitSchema } from '../unit/buildUnitSchema.ts';
export { createUnitServer } from './createUnitServer.ts';
export { UnitMetrics } from './UnitMetrics.ts';
