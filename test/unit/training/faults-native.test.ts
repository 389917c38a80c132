import { expectNamed, native } from './faults.js';

expectNamed(native, true);
