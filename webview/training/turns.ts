/**
 * Lets waiting messages in between two steps. A message channel does so at once, where timers are slowed down and
 * animation frames stop in a hidden page.
 */
export class Turns {
  private readonly channel = new MessageChannel();
  private resume: () => void = () => {};

  constructor() {
    this.channel.port1.onmessage = () => this.resume();
  }

  next(): Promise<void> {
    return new Promise(resolve => {
      this.resume = resolve;
      this.channel.port2.postMessage(undefined);
    });
  }

  close(): void {
    this.channel.port1.close();
  }
}
