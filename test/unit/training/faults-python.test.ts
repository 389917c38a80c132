import { describe } from 'vitest';
import { expectNamed, keras, torch } from './faults.js';

describe('in Keras code', () => expectNamed(keras));
describe('in PyTorch code', () => expectNamed(torch));
