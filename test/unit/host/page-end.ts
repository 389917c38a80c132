import type { HostApi, SmokeOutcome, ViewApi, ViewModel } from '../../../src/protocol.js';
import { type Connection, connect } from '../../../src/rpc.js';
import type { WebviewPanel } from './fake/webview.js';

/** The page's end of a panel, as `webview/main.ts` has it, that only notes what it is told. */
export class PageEnd {
  readonly views: ViewModel[] = [];
  readonly highlights: (readonly string[])[] = [];
  smokeTests = 0;
  cancelled = 0;
  /** What comes of the next smoke test, of the network that is shown; nothing does by itself. */
  smokeTest: (shown: ViewModel) => Promise<SmokeOutcome | undefined> = async () => undefined;
  exports = 0;
  readonly connection: Connection<HostApi>;

  constructor({ webview }: WebviewPanel) {
    const view: ViewApi = {
      show: async shown => void this.views.push(shown),
      highlight: async nodes => void this.highlights.push(nodes),
      openExport: async () => void this.exports++,
      runSmokeTest: async () => {
        this.smokeTests++;
        return this.smokeTest(this.views.at(-1)!);
      },
      cancelSmokeTest: async () => void this.cancelled++,
    };
    this.connection = connect<HostApi, ViewApi>(
      {
        post: message => webview.fromPage.fire(message),
        listen: receive => {
          webview.sent.length = 0;
          const post = webview.postMessage.bind(webview);
          webview.postMessage = async message => {
            await post(message);
            receive(webview.sent.at(-1));
            return true;
          };
          return () => {
            webview.postMessage = post;
          };
        },
      },
      view,
    );
  }

  get host(): HostApi {
    return this.connection.remote;
  }
}
