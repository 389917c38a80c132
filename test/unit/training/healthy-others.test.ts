import { others } from './healthy.js';
import { expectSilence } from './silence.js';

expectSilence(others);
