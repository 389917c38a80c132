export { isClassName } from './keras/class-names.js';
export { type Config, type DataFormat, readDataFormat } from './keras/codecs.js';
export { distributed, type Effect, type Operation, readOperation } from './keras/operations/index.js';
export { type FieldReading, isConfigKey, type LayerReading, readLayer } from './keras/read.js';
export { keepsSteps } from './keras/wrappers.js';
export { type Written, writeLayer, writeValue } from './keras/write.js';
