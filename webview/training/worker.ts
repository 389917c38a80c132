import { serveTrainer } from './serve.js';

serveTrainer({
  post: message => postMessage(message),
  listen(receive) {
    const listener = (event: MessageEvent): void => receive(event.data);
    addEventListener('message', listener);
    return () => removeEventListener('message', listener);
  },
});
