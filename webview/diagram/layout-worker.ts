// ELK's own worker: it answers the messages of `elkjs/lib/elk-api.js`.
import 'elkjs/lib/elk-worker.min.js';
