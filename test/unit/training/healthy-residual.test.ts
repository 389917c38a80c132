import { residual } from './healthy.js';
import { expectSilence } from './silence.js';

expectSilence(residual);
