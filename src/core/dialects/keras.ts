export { type Config, type DataFormat, readDataFormat } from './keras/codecs.js';
export { type FieldReading, isClassName, isConfigKey, type LayerReading, readLayer } from './keras/read.js';
export { type Written, writeLayer, writeValue } from './keras/write.js';
