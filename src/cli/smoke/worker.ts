import { parentPort } from 'node:worker_threads';
import { serveTrainer } from '../../../webview/training/serve.js';

const port = parentPort!;

serveTrainer({
  post: message => port.postMessage(message),
  listen(receive) {
    port.on('message', receive);
    return () => port.off('message', receive);
  },
});
