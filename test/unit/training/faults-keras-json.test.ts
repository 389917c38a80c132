import { expectNamed, json } from './faults.js';

expectNamed(json);
